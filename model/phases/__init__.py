"""The fifteen phases of a quarter, one file each. `model/province.py` holds their order."""
