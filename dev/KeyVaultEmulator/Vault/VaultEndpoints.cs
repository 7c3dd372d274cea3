using System.Security.Claims;
using System.Security.Principal;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace KeyVaultEmulator.Vault;

/// <summary>The secrets part of the data plane.</summary>
internal sealed partial class VaultEndpoints(VaultAuthentication authentication)
{
    /// <summary>Answers one request to a vault's host; the caller, once known, is the request's user.</summary>
    public async Task HandleAsync(HttpContext context, EmulatedVault vault, string? challengeResource)
    {
        JsonObject? body;
        try
        {
            var caller = authentication.Authenticate(context, vault, challengeResource);
            context.User = new ClaimsPrincipal(new GenericIdentity(caller.ToString()));
            if (!ApiVersion().IsMatch(context.Request.Query["api-version"].ToString()))
                throw new VaultErrorException(VaultError.BadParameter("The specified version (" + context.Request.Query["api-version"] + ") is not recognized. Consider using the latest supported version."));
            body = await AnswerAsync(context, vault, caller);
        }
        catch (VaultErrorException e)
        {
            context.Response.StatusCode = e.Error.Status;
            body = e.Error.ToJson();
        }

        if (body is not null)
        {
            context.Response.ContentType = "application/json; charset=utf-8";
            await context.Response.WriteAsync(body.ToJsonString(), context.RequestAborted);
        }
    }

    private static async Task<JsonObject?> AnswerAsync(HttpContext context, EmulatedVault vault, Guid caller)
    {
        var url = $"https://{context.Request.Host}";
        var path = (context.Request.Path.Value ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries);
        var name = path.Length > 1 ? path[1] : null;
        if (name is not null && !SecretName().IsMatch(name))
            throw new VaultErrorException(VaultError.BadParameter($"The request URI contains an invalid name: {name}"));
        void Need(Permissions permission, string action)
        {
            if (!vault.Allows(caller, permission, name))
                throw new VaultErrorException(VaultError.Denied(action, caller));
        }

        var (store, rules) = (vault.Secrets, vault.Secrets.Rules);
        switch (context.Request.Method, path)
        {
            case ("GET", ["secrets"]):
                Need(Permissions.List, "readMetadata/action");
                return Page.Of([.. store.List().Select(v => v.Item(url, rules, withVersion: false))], context.Request);
            case ("GET", ["secrets", var secret, "versions"]):
                Need(Permissions.List, "readMetadata/action");
                return Page.Of([.. store.ListVersions(secret).Select(v => v.Item(url, rules, withVersion: true))], context.Request);
            case ("GET", ["secrets", _] or ["secrets", _, _]):
                Need(Permissions.Get, "getSecret/action");
                return store.Get(path[1], path.Length > 2 ? path[2] : null).Bundle(url, rules);
            case ("PUT", ["secrets", var secret]):
                Need(Permissions.Set, "setSecret/action");
                var (value, attributes) = SecretRequest.Set(await BodyAsync(context));
                return store.Set(secret, value, attributes).Bundle(url, rules);
            case ("PATCH", ["secrets", _] or ["secrets", _, _]):
                Need(Permissions.Set, "update/action");
                return store.Update(path[1], path.Length > 2 ? path[2] : null, SecretRequest.Update(await BodyAsync(context))).Item(url, rules, withVersion: true);
            case ("DELETE", ["secrets", var secret]):
                Need(Permissions.Delete, "delete");
                return store.Delete(secret, url);
            case ("GET", ["deletedsecrets"]):
                Need(Permissions.Delete, "read");
                return Page.Of(store.ListDeleted(url), context.Request);
            case ("GET", ["deletedsecrets", var secret]):
                Need(Permissions.Delete, "read");
                return store.GetDeleted(secret, url);
            case ("POST", ["deletedsecrets", var secret, "recover"]):
                Need(Permissions.Recover, "recover/action");
                return store.Recover(secret, url);
            case ("DELETE", ["deletedsecrets", var secret]):
                Need(Permissions.Purge, "purge/action");
                store.Purge(secret);
                context.Response.StatusCode = StatusCodes.Status204NoContent;
                return null;
            default:
                throw new VaultErrorException(new VaultError(404, "NotFound", "The requested resource does not exist."));
        }
    }

    private static async Task<JsonObject> BodyAsync(HttpContext context)
    {
        try
        {
            return await JsonSerializer.DeserializeAsync<JsonObject>(context.Request.Body, cancellationToken: context.RequestAborted)
                ?? throw new VaultErrorException(VaultError.BadParameter("The request body is missing."));
        }
        catch (JsonException)
        {
            throw new VaultErrorException(VaultError.BadParameter("The request body is not valid JSON."));
        }
    }

    [GeneratedRegex(@"\A(7\.[0-6](-preview\.[0-9])?|20[0-9]{2}-[0-9]{2}-[0-9]{2}(-preview)?)\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex ApiVersion();

    [GeneratedRegex(@"\A[0-9a-zA-Z-]{1,127}\z", RegexOptions.NonBacktracking)]
    private static partial Regex SecretName();
}
