// What the library's components need of a form, and a document without a browser lacks. To be imported before them.

HTMLElement.prototype.attachInternals = function attachInternals(this: HTMLElement): ElementInternals {
  const said = { form: null, labels: [], validity: { valid: true }, validationMessage: '', willValidate: true };
  const done = { checkValidity: () => true, reportValidity: () => true, setFormValue: () => undefined, setValidity: () => undefined };
  return Object.assign(Object.create(null), said, done, { states: new Set<string>(), shadowRoot: this.shadowRoot });
};

export {};
