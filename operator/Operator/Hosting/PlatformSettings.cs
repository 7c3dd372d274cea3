using System.Text.Json;
using System.Text.Json.Nodes;
using McpTenants.Api;

namespace McpTenants.Operator.Hosting;

/// <summary>The platform's settings; what the file leaves out comes from the options and then from the defaults.</summary>
internal static class PlatformSettings
{
    /// <summary>Reads the settings.</summary>
    /// <returns>The settings, and every problem with them.</returns>
    public static (PlatformPolicy? Policy, IReadOnlyList<string> Problems) Read(OperatorOptions options)
    {
        var defaults = new JsonObject
        {
            ["baseDomain"] = options.BaseDomain.TrimEnd('.').ToLowerInvariant(),
            ["systemNamespace"] = options.SystemNamespace,
            ["allowPrivateIssuers"] = options.Jwks.AllowPrivate,
        };
        if (options.InstanceImage.Length > 0)
        {
            defaults["instanceImage"] = options.InstanceImage;
        }

        try
        {
            var policy = PlatformFile.Read(options.PlatformFile, defaults);
            return (policy, [.. Problems(policy)]);
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            return (null, [$"--platform-file {options.PlatformFile}: {e.Message}"]);
        }
    }

    private static IEnumerable<string> Problems(PlatformPolicy policy)
    {
        if (Uri.CheckHostName(policy.BaseDomain) != UriHostNameType.Dns)
        {
            yield return $"--base-domain (or {OperatorEnvironment.VariableOf("--base-domain")}): '{policy.BaseDomain}' is not a domain; tenants answer at https://<subdomain>.<base domain>/mcp";
        }

        if (!policy.Tiers.ContainsKey(policy.DefaultTier))
        {
            yield return $"defaultTier: there is no tier '{policy.DefaultTier}'";
        }
    }
}
