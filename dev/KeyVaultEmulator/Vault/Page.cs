using System.Globalization;
using System.Text.Json.Nodes;

namespace KeyVaultEmulator.Vault;

/// <summary>One page of a list: at most 25 items, and where the next one is.</summary>
internal static class Page
{
    private const int Most = 25;

    /// <summary>Cuts the page that the request asks for.</summary>
    public static JsonObject Of(IReadOnlyList<JsonObject> all, HttpRequest request)
    {
        var size = Most;
        if (request.Query["maxresults"].ToString() is { Length: > 0 } text
            && (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out size) || size is < 1 or > Most))
            throw new VaultErrorException(VaultError.BadParameter("Invalid value for maxresults: it must be in the range 1 to 25."));
        var start = 0;
        if (request.Query["$skiptoken"].ToString() is { Length: > 0 } token && !int.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out start))
            throw new VaultErrorException(VaultError.BadParameter("Invalid skiptoken."));
        var next = start + size < all.Count
            ? string.Create(CultureInfo.InvariantCulture, $"https://{request.Host}{request.Path}?api-version={request.Query["api-version"]}&$skiptoken={start + size}&maxresults={size}")
            : null;
        return new JsonObject { ["value"] = new JsonArray([.. all.Skip(start).Take(size)]), ["nextLink"] = next };
    }
}
