using McpTenants.Authorization;
using McpTenants.Instance.Configuration;
using McpTenants.Instance.Protocol;
using McpTenants.Instance.Tools.Catalogue;

namespace McpTenants.Instance.Serving;

/// <summary>Everything that follows from one state of the configuration files. Built as a whole and swapped as a whole; a request uses one to its end.</summary>
internal sealed record InstanceState
{
    public required InstanceConfiguration Configuration { get; init; }

    public required McpHostOptions Host { get; init; }

    public required Authentication Authentication { get; init; }

    /// <summary>The tools after pinning.</summary>
    public required ToolSurface Surface { get; init; }

    /// <summary>The protected resource metadata document; null when the tenant does not use OAuth.</summary>
    public required byte[]? ResourceMetadata { get; init; }

    public static byte[]? BuildMetadata(InstanceConfiguration configuration) => configuration.Auth.Mode is not AuthMode.OAuth
        ? null
        : new ProtectedResourceMetadataDocument
        {
            Resource = configuration.Url,
            ResourceName = configuration.Tenant.DisplayName ?? configuration.Tenant.Name,
            AuthorizationServers = [configuration.Auth.Issuer!],
            ScopesSupported = configuration.Auth.RequiredScopes,
        }.ToUtf8Json();
}
