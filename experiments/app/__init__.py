"""The browser laboratory: two provinces on the same draws, side by side on a page of this machine."""
