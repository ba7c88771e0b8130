// A text as a file in the visitor's downloads.
export const save = (name, text, type) => {
  const anchor = document.createElement('a');
  anchor.href = URL.createObjectURL(new Blob([text], { type: `${type};charset=utf-8` }));
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 10000);
};
