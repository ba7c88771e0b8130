"""The report of a comparison: read from its tables, drawn as HTML, DOCX, XLSX, SVG and PNG. Never runs the model."""
