using System.Net;
using McpTenants.Gateway.Forwarding;
using McpTenants.Gateway.Lifecycle;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Abstractions;
using Yarp.ReverseProxy.Forwarder;

namespace Gateway.Tests.Forwarding;

/// <summary>The line between "may be sent again" and "may have run" is the first byte of the body, whatever the exception is called.</summary>
public sealed class ForwardOutcomeTests
{
    private static readonly ObjectDisposedException Strange = new("System.Net.Sockets.Socket");

    [Fact]
    public async Task FailureBeforeTheBodyWasTouched_IsUnreachable() =>
        (await SendAsync(readsBody: false, ForwarderError.Request, Strange)).ShouldBe((ForwardOutcome.Unreachable, StatusCodes.Status200OK));

    [Fact]
    public async Task CancellationOfNobodysBeforeTheBodyWasTouched_IsUnreachable() =>
        (await SendAsync(readsBody: false, ForwarderError.RequestTimedOut, new TaskCanceledException())).Outcome.ShouldBe(ForwardOutcome.Unreachable);

    [Fact]
    public async Task FailureAfterAByteOfTheBodyWasRead_IsNotRepeated() =>
        (await SendAsync(readsBody: true, ForwarderError.Request, Strange)).Outcome.ShouldBe(ForwardOutcome.NoAnswer);

    [Fact]
    public async Task FailureOfACallWithoutBody_IsNotRepeated_ForItMayHaveBeenSent() =>
        (await SendAsync(readsBody: false, ForwarderError.Request, Strange, hasBody: false)).Outcome.ShouldBe(ForwardOutcome.NoAnswer);

    [Fact]
    public async Task RequestThatCannotBeBuilt_IsNotTriedForEver() =>
        (await SendAsync(readsBody: false, ForwarderError.RequestCreation, new FormatException())).Outcome.ShouldBe(ForwardOutcome.NoAnswer);

    private static async Task<(ForwardOutcome Outcome, int Status)> SendAsync(bool readsBody, ForwarderError error, Exception cause, bool hasBody = true)
    {
        var context = new DefaultHttpContext();
        context.Request.Body = new MemoryStream("{}"u8.ToArray());
        context.Features.Set<IHttpRequestBodyDetectionFeature>(new Body(hasBody));
        var pod = new InstancePod("pod-1", IPAddress.Loopback);
        using var channel = new InstanceChannel(new InstanceDialer(1, TimeSpan.FromSeconds(1), TimeProvider.System), "uid-acme", pod, new MemoryStream());
        using var answers = new SilentAnswers(new MonotonicClock(TimeProvider.System));
        var forwarder = new InstanceForwarder(new FailingEngine(readsBody, error, cause), "https", TimeSpan.FromMinutes(1), answers, NullLogger.Instance);
        var outcome = await forwarder.SendAsync(context, channel, "uid-acme", _ => { });
        return (outcome, context.Response.StatusCode);
    }

    private sealed record Body(bool CanHaveBody) : IHttpRequestBodyDetectionFeature;

    private sealed class FailingEngine(bool readsBody, ForwarderError error, Exception cause) : IHttpForwarder
    {
        public async ValueTask<ForwarderError> SendAsync(HttpContext context, string destinationPrefix, HttpMessageInvoker httpClient, ForwarderRequestConfig requestConfig, HttpTransformer transformer)
        {
            if (readsBody)
                await context.Request.Body.ReadExactlyAsync(new byte[1]);
            context.Response.StatusCode = StatusCodes.Status502BadGateway;
            context.Features.Set<IForwarderErrorFeature>(new Failure(error, cause));
            return error;
        }
    }

    private sealed record Failure(ForwarderError Error, Exception? Exception) : IForwarderErrorFeature;
}
