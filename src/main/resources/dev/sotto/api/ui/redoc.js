// Shows the contract for reading. Its search would need a worker made of text, which the page's policy forbids.
Redoc.init("openapi.yaml", { disableSearch: true, hideLoading: true, sanitize: true }, document.getElementById("api"));
