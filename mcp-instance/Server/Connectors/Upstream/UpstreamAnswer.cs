using System.Globalization;
using System.Text;
using System.Text.Json;
using McpTenants.Instance.Connectors.OpenApi;
using McpTenants.Instance.Tools;

namespace McpTenants.Instance.Connectors.Upstream;

/// <summary>What a service answered, as the result of a tool.</summary>
internal static class UpstreamAnswer
{
    private const int MaximumErrorText = 4000;

    // Shorter ones would turn ordinary words into asterisks.
    private const int ShortestSecret = 6;

    public static async Task<ToolOutput> ReadAsync(HttpResponseMessage response, IReadOnlyList<string> hidden, long limit, CancellationToken cancellationToken)
    {
        var (bytes, truncated) = await BoundedBody.ReadAsync(response.Content, response.IsSuccessStatusCode ? limit : Math.Min(limit, 64 << 10), cancellationToken).ConfigureAwait(false);
        var mediaType = response.Content.Headers.ContentType?.MediaType;
        if (!response.IsSuccessStatusCode)
            return ToolOutput.Failed(Describe(response, IsReadable(mediaType) ? Text(response, bytes, hidden) : ""));
        if (truncated)
            return ToolOutput.Failed($"The answer of the service is larger than {limit} bytes. Ask for less, for example for a smaller page.");
        if (bytes.Length == 0)
            return ToolOutput.Text($"The service answered {Status(response)} without content.");
        if (!IsReadable(mediaType))
            return ToolOutput.Text($"The service answered with {bytes.Length.ToString(CultureInfo.InvariantCulture)} bytes of {mediaType ?? "an unknown type"}, which are not shown.");
        var text = Text(response, bytes, hidden);
        return MediaTypes.IsJson(mediaType) && TryParse(text) is { } json ? Json(json) : ToolOutput.Text(text);
    }

    // Structured content is an object by definition; anything else becomes the member of one.
    private static ToolOutput Json(JsonElement json) => ToolOutput.Json(writer =>
    {
        if (json.ValueKind is JsonValueKind.Object)
        {
            json.WriteTo(writer);
            return;
        }
        writer.WriteStartObject();
        writer.WritePropertyName("result");
        json.WriteTo(writer);
        writer.WriteEndObject();
    });

    private static string Describe(HttpResponseMessage response, string body)
    {
        var text = Bounded.Text(body, MaximumErrorText);
        return $"The service answered {Status(response)}.{(text.Length > 0 ? "\n" + text : "")}";
    }

    // The reason phrase is the service's own text; ours is always the same for a number.
    private static string Status(HttpResponseMessage response) => $"{(int)response.StatusCode} {response.StatusCode}";

    private static bool IsReadable(string? mediaType) => MediaTypes.IsJson(mediaType) || MediaTypes.IsText(mediaType);

    private static JsonElement? TryParse(string text)
    {
        try
        {
            return JsonElement.Parse(text);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    // A service that echoes what it was sent must not teach the credential to a model.
    private static string Text(HttpResponseMessage response, byte[] bytes, IReadOnlyList<string> hidden)
    {
        var charset = response.Content.Headers.ContentType?.CharSet?.Trim('"');
        var text = (charset is { } name && name.Equals("iso-8859-1", StringComparison.OrdinalIgnoreCase) ? Encoding.Latin1 : Encoding.UTF8).GetString(bytes).TrimStart('\uFEFF');
        return hidden.Where(secret => secret.Length >= ShortestSecret).Aggregate(text, (shown, secret) => shown.Replace(secret, "***", StringComparison.Ordinal));
    }
}
