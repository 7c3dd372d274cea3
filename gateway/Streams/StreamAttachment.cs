using System.Net;
using McpTenants.Gateway.Forwarding;
using McpTenants.Gateway.Lifecycle;
using McpTenants.Gateway.Routing;
using McpTenants.Gateway.Telemetry;

namespace McpTenants.Gateway.Streams;

/// <summary>What became of one attachment.</summary>
internal enum Attachment
{
    /// <summary>The pod was let go, broke off, or never answered: the stream waits for the next one.</summary>
    Parked,

    /// <summary>The stream is over; it says why.</summary>
    Over,
}

/// <summary>
/// Connects a client's stream to a pod and passes events on until one of them lets go. Sends the request again as often as the pod changes,
/// which is safe for a GET and for <c>subscriptions/listen</c> alone: neither changes anything in the server.
/// </summary>
internal sealed class StreamAttachment(StreamSupport support, StreamLimits limits, MonotonicClock clock, string scheme, ILogger log)
{
    /// <param name="stream">The client.</param>
    /// <param name="route">Its tenant.</param>
    /// <param name="upstream">The pod.</param>
    public async Task<Attachment> RunAsync(ClientStream stream, TenantRoute route, Upstream upstream)
    {
        using var cut = CancellationTokenSource.CreateLinkedTokenSource(upstream.Ended, stream.Closing);
        try
        {
            using var request = await RequestAsync(stream, upstream, cut.Token);
            using var response = await upstream.Channel.Invoker.SendAsync(request, cut.Token);
            var isStream = response.StatusCode == HttpStatusCode.OK && response.Content.Headers.ContentType?.MediaType == "text/event-stream";
            if (stream.Body is null && (isStream || response.StatusCode == HttpStatusCode.MethodNotAllowed))
                support.Learn(route, isStream);
            if (isStream)
                return await PassOnAsync(stream, response, cut.Token);
            if (!stream.HasStarted)
                await AnswerAsync(stream, response, cut.Token);
            else if (await LateAnswer.ReadAsync(stream, response, cut.Token) is { } late)
                await PassLateAsync(stream, late);
            else
                stream.Close(StreamEnd.Refused);
            return Attachment.Over;
        }
        catch (InvalidDataException)
        {
            // An event too large to be kept until it is whole.
            stream.Close(StreamEnd.Refused);
            return Attachment.Over;
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or ObjectDisposedException)
        {
            if (!cut.IsCancellationRequested)
                GatewayLog.StreamBroke(log, route.Uid, upstream.Channel.Pod.Uid, e);
            return stream.Closing.IsCancellationRequested ? Attachment.Over : Attachment.Parked;
        }
    }

    private async Task<HttpRequestMessage> RequestAsync(ClientStream stream, Upstream upstream, CancellationToken ct)
    {
        var context = stream.Context;
        var request = new HttpRequestMessage(stream.Body is null ? HttpMethod.Get : HttpMethod.Post, upstream.Channel.Prefix + context.Request.Path + context.Request.QueryString)
        {
            Version = HttpVersion.Version11,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = stream.Body is { } body ? new ByteArrayContent(body) : null,
        };
        await new InstanceTransformer(scheme, static _ => { }).TransformRequestAsync(context, request, upstream.Channel.Prefix, ct);
        if (stream.LastEventId is { } last)
        {
            request.Headers.Remove("Last-Event-ID");
            request.Headers.TryAddWithoutValidation("Last-Event-ID", last);
        }

        return request;
    }

    private async Task<Attachment> PassOnAsync(ClientStream stream, HttpResponseMessage response, CancellationToken ct)
    {
        await stream.BeginAsync(clock.Now, change => CopyHeadAsync(stream.Context, response, change, ct));
        await using var body = await response.Content.ReadAsStreamAsync(ct);
        using var events = new EventReader(body, limits.MaxEventBytes);
        var opening = stream.Body is not null;
        while (await events.ReadAsync(ct) is { } text)
        {
            var isEvent = EventFacts.HasData(text.Span);
            if (opening && isEvent)
            {
                opening = false;
                if (EventFacts.Acknowledged(text.Span) is { } agreed && stream.Acknowledged is { } known)
                {
                    if (agreed == known)
                        continue;
                    stream.Close(StreamEnd.Changed);
                    return Attachment.Over;
                }
                else
                {
                    stream.Acknowledged = EventFacts.Acknowledged(text.Span);
                }
            }

            await stream.WriteAsync(text, clock.Now, isEvent);
            // Only what the client has got counts: it resumes after that.
            stream.LastEventId = EventFacts.Id(text.Span) ?? stream.LastEventId;
        }

        // Let go in the same moment: then it is the pod that ends, not the stream.
        if (ct.IsCancellationRequested)
            return stream.Closing.IsCancellationRequested ? Attachment.Over : Attachment.Parked;
        stream.Close(StreamEnd.Finished);
        return Attachment.Over;
    }

    /// <summary>An error, or whatever the server says instead of a stream: the client gets it as it is, and once.</summary>
    private async Task AnswerAsync(ClientStream stream, HttpResponseMessage response, CancellationToken ct)
    {
        try
        {
            await CopyHeadAsync(stream.Context, response, static _ => { }, ct);
            await response.Content.CopyToAsync(stream.Context.Response.Body, ct);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException)
        {
            // Half an answer must not look like a whole one.
            stream.Context.Abort();
        }
        finally
        {
            stream.Close(StreamEnd.Answered);
        }
    }

    private async Task PassLateAsync(ClientStream stream, byte[] answer)
    {
        await stream.WriteAsync(answer, clock.Now, isEvent: true);
        stream.Close(StreamEnd.Answered);
    }

    private async Task CopyHeadAsync(HttpContext context, HttpResponseMessage response, Action<HttpResponse> change, CancellationToken ct)
    {
        context.Response.StatusCode = (int)response.StatusCode;
        await new InstanceTransformer(scheme, change).TransformResponseAsync(context, response, ct);
    }
}
