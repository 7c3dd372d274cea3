using System.Net;
using McpTenants.Gateway.Telemetry;
using Yarp.ReverseProxy.Forwarder;

namespace McpTenants.Gateway.Forwarding;

/// <summary>
/// Sends one call to a pod and its answer back, both streamed. Never repeats a call: once a connection exists, a tool may have run.
/// See docs/adr/0004-forwarding-engine.md.
/// </summary>
internal sealed class InstanceForwarder(IHttpForwarder engine, string scheme, TimeSpan silence, SilentAnswers answers, ILogger log)
{
    private readonly ForwarderRequestConfig _config = new()
    {
        // HTTP/1.1 written afresh from parsed headers: nothing ambiguous survives.
        Version = HttpVersion.Version11,
        VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        ActivityTimeout = silence,
        AllowResponseBuffering = false,
    };

    /// <param name="context">The call; its response is untouched when the outcome is <see cref="ForwardOutcome.Unreachable"/>.</param>
    /// <param name="channel">The pod.</param>
    /// <param name="tenantUid">For the log.</param>
    /// <param name="answerBegins">Called before the headers of the answer are sent.</param>
    public async Task<ForwardOutcome> SendAsync(HttpContext context, InstanceChannel channel, string tenantUid, Action<HttpResponse> answerBegins)
    {
        TouchedBody.Watch(context.Request);
        var error = await engine.SendAsync(context, channel.Prefix, channel.Invoker, _config, new InstanceTransformer(scheme, answerBegins, answers.Begin));
        await answers.EndAsync(context);
        if (error == ForwarderError.None)
            return ForwardOutcome.Done;
        var cause = context.Features.Get<IForwarderErrorFeature>()?.Exception;
        var outcome = Classify(error, cause, context);
        if (outcome == ForwardOutcome.Unreachable)
        {
            GatewayLog.Unreachable(log, tenantUid, channel.Pod.Uid, cause);
            context.Features.Set<IForwarderErrorFeature>(null);
            // The engine left its 502 there and refuses to work on an answer that looks decided.
            context.Response.StatusCode = StatusCodes.Status200OK;
        }
        else if (outcome is not (ForwardOutcome.ClientLeft or ForwardOutcome.BodyTooLarge))
        {
            GatewayLog.ForwardFailed(log, tenantUid, error.ToString(), cause);
        }

        return outcome;
    }

    private static ForwardOutcome Classify(ForwarderError error, Exception? cause, HttpContext context)
    {
        if (!context.Response.HasStarted && (IsUnreachable(cause) || IsUnsent(error, context)))
            return ForwardOutcome.Unreachable;
        if (Find<BadHttpRequestException>(cause) is { } bad)
            return bad.StatusCode == StatusCodes.Status413PayloadTooLarge ? ForwardOutcome.BodyTooLarge : ForwardOutcome.BadBody;
        return error switch
        {
            ForwarderError.RequestCanceled or ForwarderError.RequestBodyCanceled or ForwarderError.ResponseBodyCanceled or ForwarderError.ResponseBodyClient
                => context.RequestAborted.IsCancellationRequested ? ForwardOutcome.ClientLeft : ForwardOutcome.Timeout,
            ForwarderError.RequestTimedOut => ForwardOutcome.Timeout,
            ForwarderError.RequestBodyClient => context.RequestAborted.IsCancellationRequested ? ForwardOutcome.ClientLeft : ForwardOutcome.BadBody,
            _ => context.RequestAborted.IsCancellationRequested ? ForwardOutcome.ClientLeft : ForwardOutcome.NoAnswer,
        };
    }

    /// <summary>The proof that does not depend on how a failure is called. A request that cannot even be built is left out: it never will be.</summary>
    private static bool IsUnsent(ForwarderError error, HttpContext context) =>
        error is ForwarderError.Request or ForwarderError.RequestTimedOut && !context.RequestAborted.IsCancellationRequested && TouchedBody.IsWhole(context);

    /// <summary>A channel that was closed between admission and sending had no connection for this request either: both check before they send.</summary>
    private static bool IsUnreachable(Exception? cause) =>
        Find<InstanceUnreachableException>(cause) is not null
        || cause is ObjectDisposedException { ObjectName: "System.Net.Http.HttpMessageInvoker" or "System.Net.Http.SocketsHttpHandler" or UndividedCalls.FullName };

    private static T? Find<T>(Exception? cause)
        where T : Exception
    {
        for (var e = cause; e is not null; e = e.InnerException)
        {
            if (e is T found)
                return found;
        }

        return (cause as AggregateException)?.InnerExceptions.Select(Find<T>).FirstOrDefault(e => e is not null);
    }
}
