using System.Buffers;
using System.Text.Json;

namespace McpTenants.Authorization;

/// <summary>The protected resource metadata of RFC 9728, served without authentication below <c>/.well-known/oauth-protected-resource</c>.</summary>
public sealed record ProtectedResourceMetadataDocument
{
    /// <summary>Path of the document for a resource at the root of its host; for <c>/mcp</c> that path is appended.</summary>
    public const string WellKnownPath = "/.well-known/oauth-protected-resource";

    /// <summary>Canonical URL of the resource: absolute, https, without fragment and without trailing slash.</summary>
    public required string Resource { get; init; }

    /// <summary>Issuers of accepted tokens; empty when the tenant does not use OAuth.</summary>
    public IReadOnlyList<string> AuthorizationServers { get; init; } = [];

    /// <summary>The smallest useful set of scopes; <c>offline_access</c> is left out when written.</summary>
    public IReadOnlyList<string> ScopesSupported { get; init; } = [];

    /// <summary>Name for people; null leaves it out.</summary>
    public string? ResourceName { get; init; }

    /// <summary>URL of the metadata document that belongs to a resource: the well-known path goes between host and path (RFC 9728, section 3.1).</summary>
    /// <param name="resource">Absolute URL of the resource.</param>
    public static string UrlFor(string resource)
    {
        var uri = new Uri(resource, UriKind.Absolute);
        return uri.GetLeftPart(UriPartial.Authority) + WellKnownPath + (uri.AbsolutePath == "/" ? "" : uri.AbsolutePath.TrimEnd('/'));
    }

    /// <summary>The document as UTF-8 JSON.</summary>
    public byte[] ToUtf8Json()
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("resource", Resource);
            if (ResourceName is not null)
                json.WriteString("resource_name", ResourceName);
            WriteArray(json, "authorization_servers", AuthorizationServers);
            WriteArray(json, "scopes_supported", [.. ScopesSupported.Where(s => s != "offline_access")]);
            WriteArray(json, "bearer_methods_supported", ["header"]);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteArray(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        if (values.Count == 0)
            return; // RFC 9728, section 2: members with zero elements must be omitted.
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
