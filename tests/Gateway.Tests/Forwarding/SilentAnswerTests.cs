using Gateway.Tests.Streams;
using Gateway.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Gateway.Tests.Forwarding;

public sealed class SilentAnswerTests
{
    [Fact(Timeout = 60_000)]
    public async Task SilentEventStream_GetsCommentsBetweenEventsOnly()
    {
        var half = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var rest = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var stage = await StreamStage.StartAsync();
        stage.Instance.Handler = async context =>
        {
            context.Response.ContentType = "text/event-stream";
            await context.Response.WriteAsync("data: one\r\n\r\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await half.Task;
            await context.Response.WriteAsync("event: message\ndata: t", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await rest.Task;
            await context.Response.WriteAsync("wo\n\n", context.RequestAborted);
        };
        await using var answer = await EventStream.OpenAsync(stage.Gateway, stage.Gateway.Call(stage.Tenant));
        (await answer.NextAsync()).ShouldBe("data: one");

        // The client may have the event before the gateway begins to count the silence after it: time goes on until the comment is there.
        var comment = answer.NextAsync();
        await stage.Gateway.UntilAsync(_ =>
        {
            stage.Time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(comment.IsCompleted);
        });
        (await comment).ShouldBe(": keepalive");
        half.SetResult();
        var since = stage.Time.GetTimestamp();
        await stage.Gateway.UntilAsync(_ =>
        {
            stage.Time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(stage.Time.GetElapsedTime(since) > TimeSpan.FromMinutes(1));
        });
        rest.SetResult();
        var left = await answer.RestAsync();
        left.ShouldContain("event: message\ndata: two\n\n");
        left.Replace(": keepalive\n\n", "", StringComparison.Ordinal).ShouldBe("event: message\ndata: two\n\n");
    }
}
