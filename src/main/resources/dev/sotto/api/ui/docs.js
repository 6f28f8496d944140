// Shows the contract and sends the requests that a reader tries, to the server that the page came from and nowhere else.
const base = new URL(".", location.href);
// Below the prefix of a dialect it is the dialect's contract, whose paths begin with that prefix.
const prefix = base.pathname.match(/\/compat\/[^/]+\/$/)?.[0] ?? "/";

SwaggerUIBundle({
  url: new URL(prefix === "/" ? "openapi.yaml" : "openapi.json", base).href,
  dom_id: "#api",
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  validatorUrl: null,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  requestInterceptor: (request) => {
    // The contract names an example of a server; a reader's own may lie behind a proxy, below another path.
    const { pathname, search } = new URL(request.url);
    const path = pathname.startsWith(prefix) ? pathname.slice(prefix.length) : pathname.slice(1);
    request.url = request.loadSpec ? request.url : new URL(path + search, base).href;
    return request;
  },
});
