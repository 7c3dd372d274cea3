using System.Text;
using System.Text.Json;
using k8s.Autorest;
using k8s.Models;

namespace k8s.Http;

/// <summary>Turns an error answer into the exception that carries the server's words.</summary>
internal static class ErrorAnswer
{
    private const int LargestBody = 64 * 1024;

    public static async Task<HttpOperationException> ReadAsync(HttpResponseMessage response, TimeProvider time, CancellationToken ct)
    {
        var content = await ReadBodyAsync(response, ct).ConfigureAwait(false);
        var status = ParseStatus(content);
        var request = response.RequestMessage;
        var reason = status?.Message ?? response.ReasonPhrase ?? "no reason given";
        return new HttpOperationException($"{request?.Method} {request?.RequestUri?.AbsolutePath}: {(int)response.StatusCode} {reason}")
        {
            Request = new HttpRequestMessageWrapper(request?.Method ?? HttpMethod.Get, request?.RequestUri),
            Response = new HttpResponseMessageWrapper(response.StatusCode, content) { RetryAfter = RetryAfter.Of(response, time) },
            Body = status,
        };
    }

    private static async Task<string> ReadBodyAsync(HttpResponseMessage response, CancellationToken ct)
    {
        try
        {
            using var stream = await response.Content.ReadAsStreamAsync(ct).ConfigureAwait(false);
            var buffer = new byte[LargestBody];
            var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, ct).ConfigureAwait(false);
            return Encoding.UTF8.GetString(buffer, 0, length);
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            // The status code alone is still the better news than a broken body.
            return "";
        }
    }

    private static V1Status? ParseStatus(string content)
    {
        if (!content.StartsWith('{'))
            return null;
        try
        {
            return KubernetesJson.Deserialize<V1Status>(content) is { Kind: V1Status.KubeKind } status ? status : null;
        }
        catch (JsonException)
        {
            // A proxy's own error page, or a cut one.
            return null;
        }
    }
}
