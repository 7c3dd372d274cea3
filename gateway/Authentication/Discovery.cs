using System.Text.Json;
using McpTenants.Authorization;

namespace McpTenants.Gateway.Authentication;

/// <summary>Reads an issuer's metadata (OpenID Connect Discovery, RFC 8414) and from there its keys.</summary>
internal sealed class Discovery(HttpMessageInvoker http, TimeSpan timeout, TimeProvider time)
{
    public async Task<JsonWebKeySet> FetchAsync(KeySource source, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        try
        {
            var address = source.KeysAddress is { } known
                ? RequireHttps(known, "jwksUri")
                : KeysAddress(await ReadMetadataAsync(source.Issuer, either.Token), source.Issuer);
            return JsonWebKeySet.Parse(await ReadAsync(address, either.Token));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or JsonException or FormatException or OperationCanceledException or InvalidOperationException)
        {
            throw new KeysUnavailableException(e is OperationCanceledException ? "no answer in time" : e.Message, e);
        }
    }

    /// <summary>The two places where servers publish metadata; for an issuer without a path they differ in the last segment only.</summary>
    internal static IReadOnlyList<Uri> MetadataAddresses(string issuer)
    {
        var uri = RequireHttps(issuer, "the issuer");
        var path = uri.AbsolutePath.TrimEnd('/');
        var root = uri.GetLeftPart(UriPartial.Authority);
        return [new Uri($"{root}{path}/.well-known/openid-configuration"), new Uri($"{root}/.well-known/oauth-authorization-server{path}")];
    }

    private static Uri KeysAddress(JsonElement metadata, string issuer)
    {
        // An issuer that says it is somebody else must not bring keys for this name (mix-up).
        if (metadata.GetProperty("issuer").GetString() != issuer)
            throw new FormatException("the metadata names another issuer");
        return RequireHttps(metadata.GetProperty("jwks_uri").GetString(), "jwks_uri");
    }

    private static Uri RequireHttps(string? address, string what) =>
        Uri.TryCreate(address, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttps && uri.UserInfo.Length == 0
            ? uri
            : throw new KeysUnavailableException($"{what} is not an https address");

    private async Task<JsonElement> ReadMetadataAsync(string issuer, CancellationToken ct)
    {
        var addresses = MetadataAddresses(issuer);
        try
        {
            return Parse(await ReadAsync(addresses[0], ct));
        }
        catch (HttpRequestException e) when (e.StatusCode is not null)
        {
            return Parse(await ReadAsync(addresses[1], ct));
        }
    }

    private static JsonElement Parse(byte[] document)
    {
        var root = JsonSerializer.Deserialize<JsonElement>(document);
        return root.ValueKind == JsonValueKind.Object && root.TryGetProperty("issuer", out _) && root.TryGetProperty("jwks_uri", out _)
            ? root
            : throw new FormatException("the metadata lacks issuer or jwks_uri");
    }

    private async Task<byte[]> ReadAsync(Uri address, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Accept.ParseAdd("application/json");
        using var response = await http.SendAsync(request, ct);
        if (!response.IsSuccessStatusCode)
            throw new HttpRequestException($"{address} answers {(int)response.StatusCode}", null, response.StatusCode);
        await using var body = await response.Content.ReadAsStreamAsync(ct);
        var buffer = new byte[JsonWebKeySet.MaximumDocumentBytes];
        var length = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct);
        return length < buffer.Length ? buffer[..length] : throw new FormatException($"{address} answers too much");
    }
}
