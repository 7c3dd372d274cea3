using System.Diagnostics;
using System.Net;
using Microsoft.Extensions.Logging;

namespace k8s.Http;

/// <summary>Sends requests: deadline, load shedding, errors, measurements. The answer's body is not read here.</summary>
internal sealed partial class ApiTransport(KubernetesClientConfiguration configuration, TimeProvider time, Func<double> random, ILogger logger) : IDisposable
{
    private const int MostRetries = 3;
    private static readonly TimeSpan LongestRetryWait = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LargestSpread = TimeSpan.FromMilliseconds(500);

    private readonly HttpMessageInvoker _invoker = new(new CredentialHandler(configuration, time, new ConnectionHandler(configuration)));
    private readonly Uri _server = new(configuration.Host.TrimEnd('/') + "/");
    private readonly Version _version = configuration.DisableHttp2 ? HttpVersion.Version11 : HttpVersion.Version20;

    /// <summary>Sends and reads one answer within the configured deadline.</summary>
    public async Task<TResult> SendAsync<TResult>(ApiRequest request, Func<HttpResponseMessage, CancellationToken, ValueTask<TResult>> read, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(configuration.HttpClientTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        try
        {
            using var response = await SendWithRetriesAsync(request, both.Token).ConfigureAwait(false);
            return await read(response, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (deadline.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw new TimeoutException($"{request.Method} {request.Path}: no answer within {configuration.HttpClientTimeout.TotalSeconds:0.#} s", e);
        }
    }

    /// <summary>Opens a stream: only the answer's headers are under the deadline. The caller disposes the answer.</summary>
    public async Task<HttpResponseMessage> OpenAsync(ApiRequest request, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(configuration.HttpClientTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        try
        {
            // The invoker detaches the token once headers are in, so disposing the source here cannot end the stream.
            var response = await SendOnceAsync(request, both.Token).ConfigureAwait(false);
            return response.IsSuccessStatusCode ? response : throw await FailAsync(response, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (deadline.IsCancellationRequested && !ct.IsCancellationRequested)
        {
            throw new TimeoutException($"{request.Method} {request.Path}: no answer within {configuration.HttpClientTimeout.TotalSeconds:0.#} s", e);
        }
    }

    public void Dispose() => _invoker.Dispose();

    private async Task<HttpResponseMessage> SendWithRetriesAsync(ApiRequest request, CancellationToken ct)
    {
        for (var attempt = 0; ; attempt++)
        {
            var response = await SendOnceAsync(request, ct).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
                return response;
            if (!request.IsIdempotent || attempt == MostRetries || RetryAfter.Of(response, time) is not { } wait || wait > LongestRetryWait)
                throw await FailAsync(response, ct).ConfigureAwait(false);
            LogShed(request.Method, request.Path, (int)response.StatusCode, wait.TotalSeconds);
            response.Dispose();
            // Everybody who was shed got the same number; the spread keeps them from returning together.
            await Task.Delay(wait + (random() * LargestSpread), time, ct).ConfigureAwait(false);
        }
    }

    private async Task<HttpResponseMessage> SendOnceAsync(ApiRequest request, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        using var message = request.ToMessage(_server, _version);
        message.Headers.TryAddWithoutValidation("User-Agent", configuration.UserAgent);
        var code = "error";
        try
        {
            var response = await _invoker.SendAsync(message, ct).ConfigureAwait(false);
            code = ((int)response.StatusCode).ToString(CultureInfo.InvariantCulture);
            return response;
        }
        finally
        {
            var tags = new TagList { { "verb", request.Method.Method }, { "code", code } };
            ClientMetrics.RequestDuration.Record(time.GetElapsedTime(started).TotalSeconds, tags);
        }
    }

    private async Task<Exception> FailAsync(HttpResponseMessage response, CancellationToken ct)
    {
        using (response)
            return await ErrorAnswer.ReadAsync(response, time, ct).ConfigureAwait(false);
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Method} {Path} answered {Code}; trying again in {Seconds} s")]
    private partial void LogShed(HttpMethod method, string path, int code, double seconds);
}
