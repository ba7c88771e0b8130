"""Understanding a study: what drives its outcomes, how sure a ranking is, where a package fails. Reads tables only."""
