// Shows the contract for reading. Its search would need a worker made of text, which the page's policy forbids.
const isOfDialect = /\/compat\/[^/]+\/redoc$/.test(location.pathname);
Redoc.init(isOfDialect ? "openapi.json" : "openapi.yaml", { disableSearch: true, hideLoading: true, sanitize: true }, document.getElementById("api"));
