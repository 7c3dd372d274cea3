using McpTenants.Instance.Timing;

namespace McpTenants.Instance.Sidecars;

/// <summary>
/// Bounds what a third-party server can make this process hold or wait for: the client library reads an answer as a whole before anybody looks at it, and
/// says goodbye to a session without a time limit.
/// </summary>
internal sealed class SidecarGuard(HttpMessageHandler inner, TimeProvider time) : DelegatingHandler(inner)
{
    /// <summary>Largest answer. What a stream of notifications sends in the whole of its life is one answer too: it is cut off and the list is looked at every minute.</summary>
    public const long MaximumBytes = 4 << 20;

    private static readonly TimeSpan Farewell = TimeSpan.FromSeconds(2);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var limited = new TimeLimit(request.Method == HttpMethod.Delete ? Farewell : Timeout.InfiniteTimeSpan, time, cancellationToken);
        var response = await base.SendAsync(request, limited.Token).ConfigureAwait(false);
        try
        {
            // Believed by whoever reads the answer, who sets room aside for it.
            if (response.Content.Headers.ContentLength > MaximumBytes)
                throw new IOException("The answer is larger than allowed.");
            var content = new StreamContent(new BoundedStream(await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false), MaximumBytes));
            foreach (var (name, values) in response.Content.Headers.NonValidated)
                content.Headers.TryAddWithoutValidation(name, values);
            response.Content = content;
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
