using System.Buffers.Text;
using System.Globalization;
using System.Text.Json.Nodes;

namespace KeyVaultEmulator.Identity;

/// <summary>The directory's side of OAuth: tokens for client credentials, and the documents that clients discover it by.</summary>
internal sealed class DirectoryEndpoints(IdentityDirectory directory, string resource, TimeProvider time)
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    /// <summary>Answers one request to the directory's host.</summary>
    public async Task HandleAsync(HttpContext context)
    {
        var path = (context.Request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        var home = $"https://{context.Request.Host}";
        var (status, body) = path switch
        {
            ["common", "discovery", "instance"] => (200, Instance(context.Request.Query["authorization_endpoint"].ToString(), context.Request.Host.Value!)),
            [var tenant, "oauth2", "v2.0", "token"] when Guid.TryParse(tenant, out var id) && HttpMethods.IsPost(context.Request.Method) =>
                await TokenAsync(context, id, $"{home}/{tenant}/oauth2/v2.0/token"),
            [var tenant, "v2.0", ".well-known", "openid-configuration"] when Guid.TryParse(tenant, out _) => (200, Discovery($"{home}/{tenant}")),
            [_, "discovery", "v2.0", "keys"] => (200, Keys()),
            [var tenant, ..] when !Guid.TryParse(tenant, out _) => (400, Error("invalid_request", 90002, $"Tenant '{tenant}' not found.")),
            _ => (404, Error("invalid_request", 900971, "No such endpoint.")),
        };
        context.Response.StatusCode = status;
        context.Response.Headers.CacheControl = "no-store";
        context.Response.ContentType = "application/json; charset=utf-8";
        await context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
    }

    private async Task<(int Status, JsonObject Body)> TokenAsync(HttpContext context, Guid tenantId, string endpoint)
    {
        if (!context.Request.HasFormContentType)
            return (400, Error("invalid_request", 900144, "The request body must contain the following parameter: 'grant_type'."));
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        if (form["grant_type"] != "client_credentials")
            return (400, Error("unsupported_grant_type", 70003, "The app requested an unsupported grant type."));
        if (directory.Find(tenantId, form["client_id"]) is not { } identity)
            return (400, Error("unauthorized_client", 700016, $"Application with identifier '{form["client_id"]}' was not found in the directory."));
        if (form["scope"] != resource + "/.default")
            return (400, Error("invalid_resource", 500011, $"The resource principal named {form["scope"]} was not found in the tenant."));
        if (form["client_assertion_type"] != AssertionType || !Jwt.TryRead(form["client_assertion"].ToString(), out var assertion))
            return (401, Error("invalid_client", 7000218, "The request body must contain the following parameter: 'client_assertion' or 'client_secret'."));
        if (AssertionCheck.Problem(assertion, identity, endpoint, directory.Issuers, time.GetUtcNow()) is var (code, text))
            return (401, Error("invalid_client", code, text));
        var seconds = (int)directory.TokenLifetime.TotalSeconds;
        return (200, new JsonObject
        {
            ["token_type"] = "Bearer",
            ["expires_in"] = seconds,
            ["ext_expires_in"] = seconds,
            ["access_token"] = directory.Issue(identity, resource),
        });
    }

    private JsonObject Error(string error, int code, string text) => new()
    {
        ["error"] = error,
        ["error_description"] = $"AADSTS{code}: {text}",
        ["error_codes"] = new JsonArray(code),
        ["timestamp"] = time.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture),
        ["trace_id"] = Guid.NewGuid().ToString(),
        ["correlation_id"] = Guid.NewGuid().ToString(),
    };

    private static JsonObject Instance(string authorization, string host) => new()
    {
        ["tenant_discovery_endpoint"] = authorization.Replace("/oauth2/v2.0/authorize", "/v2.0/.well-known/openid-configuration", StringComparison.Ordinal),
        ["api-version"] = "1.1",
        ["metadata"] = new JsonArray(new JsonObject { ["preferred_network"] = host, ["preferred_cache"] = host, ["aliases"] = new JsonArray(host) }),
    };

    private static JsonObject Discovery(string tenant) => new()
    {
        ["issuer"] = tenant + "/v2.0",
        ["token_endpoint"] = tenant + "/oauth2/v2.0/token",
        ["authorization_endpoint"] = tenant + "/oauth2/v2.0/authorize",
        ["jwks_uri"] = tenant + "/discovery/v2.0/keys",
        ["token_endpoint_auth_methods_supported"] = new JsonArray("private_key_jwt"),
        ["response_types_supported"] = new JsonArray("token"),
        ["subject_types_supported"] = new JsonArray("pairwise"),
        ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
    };

    private JsonObject Keys() => new()
    {
        ["keys"] = new JsonArray(new JsonObject
        {
            ["kty"] = "RSA",
            ["use"] = "sig",
            ["kid"] = IdentityDirectory.KeyId,
            ["n"] = Base64Url.EncodeToString(directory.PublicKey.Modulus),
            ["e"] = Base64Url.EncodeToString(directory.PublicKey.Exponent),
        }),
    };
}
