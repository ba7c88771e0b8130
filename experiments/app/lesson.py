import json
from pathlib import Path
def lessons():
    found = json.loads((Path(__file__).parent/"interim_lessons.json").read_text())
    for one in found:
        one["wish"]={"scenario":one["scenario"],"place":one["place"],"levers":{m["lever"]:m["value"] for m in one["measures"] if m["value"]}}
    return found
