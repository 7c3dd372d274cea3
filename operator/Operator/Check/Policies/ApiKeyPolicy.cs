using McpTenants.Api;

namespace McpTenants.Operator.Check.Policies;

/// <summary>Mode ApiKey needs a valid key, and never more than the two a rotation takes.</summary>
internal static class ApiKeyPolicy
{
    private const int MaxValid = 2;
    private const string Field = "spec.auth.apiKeys";

    // SHA-256 of nothing: what a script writes when its variable was empty.
    private const string EmptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    internal static IEnumerable<Violation> Check(TenantCheckInput input)
    {
        var (auth, keys) = (input.Tenant.Spec.Auth, input.Tenant.Spec.Auth.ApiKeys ?? []);
        if (auth.Mode != AuthMode.ApiKey)
            return keys.Count > 0 ? [Error(Field, $"keys have no meaning in mode {auth.Mode ?? AuthMode.OAuth}", "remove them or use mode ApiKey")] : [];
        if (keys.Count == 0)
            return [Error(Field, "mode ApiKey needs a key", "add {name, sha256}")];
        Violation[] bad = [.. keys.SelectMany((key, index) => Syntax(key, index, keys))];
        if (bad.Length > 0)
            return bad;
        return keys.Count(key => key.Expires is null || key.Expires > input.Now) switch
        {
            // A key that expires later must not turn a running tenant into a refused one: the gateway refuses its callers by itself.
            0 when input.Actor is not null => [Error(Field, "every key has expired", "add a valid key")],
            > MaxValid => [Error(Field, $"more than {MaxValid} keys are valid at once", "remove the old ones or let them expire")],
            _ => [],
        };
    }

    private static IEnumerable<Violation> Syntax(ApiKeySpec key, int index, IReadOnlyList<ApiKeySpec> keys)
    {
        var field = $"{Field}[{index}]";
        if (!Names.IsLabel(key.Name))
            yield return Error(field + ".name", $"'{Names.Shown(key.Name)}' is not a DNS label", "use lower-case letters, digits and '-'");
        else if (!Names.IsSha256(key.Sha256))
            yield return Error(field + ".sha256", "it is not a SHA-256 hash", "write 64 lower-case hexadecimal digits, never the key itself");
        else if (key.Sha256 == EmptyHash)
            yield return Error(field + ".sha256", "it is the hash of an empty key", "hash a random key of at least 32 bytes");
        else if (keys.Take(index).Any(other => other.Name == key.Name))
            yield return Error(field + ".name", $"'{key.Name}' is listed twice", "give every key a name of its own");
        else if (keys.Take(index).Any(other => other.Sha256 == key.Sha256))
            yield return Error(field + ".sha256", "the same key is listed twice", "remove one of them");
    }

    private static Violation Error(string field, string problem, string remedy) => Violation.Of(Reasons.InvalidAuthentication, field, problem, remedy);
}
