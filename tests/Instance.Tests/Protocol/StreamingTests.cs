using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Instance.Tests.Support;
using McpTenants.Instance.Tools;
using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol;
using ModelContextProtocol.Server;

namespace Instance.Tests.Protocol;

public sealed class StreamingTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Disconnect_WhileAToolRuns_CancelsTheToolsToken()
    {
        var started = new TaskCompletionSource();
        var cancelled = new TaskCompletionSource();
        await using var host = await EndpointHost.StartAsync(Tool("wait", async ct =>
        {
            using var registration = ct.Register(() => cancelled.TrySetResult());
            started.SetResult();
            await cancelled.Task;
            return "late";
        }));
        using (var socket = new TcpClient())
        {
            await socket.ConnectAsync("127.0.0.1", host.Uri.Port, TestContext.Current.CancellationToken);
            await socket.GetStream().WriteAsync(RawCall("wait"), TestContext.Current.CancellationToken);
            await started.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
            cancelled.Task.IsCompleted.ShouldBeFalse();
        }
        await cancelled.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Progress_Reported_ArrivesWhileTheToolStillRuns()
    {
        var goOn = new TaskCompletionSource();
        await using var host = await EndpointHost.StartAsync(McpServerTool.Create(
            async (IProgress<ProgressNotificationValue> progress) =>
            {
                progress.Report(new ProgressNotificationValue { Progress = 1, Total = 2, Message = "half" });
                await goOn.Task;
                return "done";
            },
            new McpServerToolCreateOptions { Name = "slow" }));
        var body = Rpc.Call("slow");
        body["params"]!["_meta"]!["progressToken"] = "p-1";
        using var request = host.Call("slow", body);
        using var response = await host.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        response.Headers.GetValues("X-Accel-Buffering").ShouldBe(["no"]);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken));

        var progress = await NextAsync(reader);
        progress.GetProperty("method").GetString().ShouldBe("notifications/progress");
        progress.GetProperty("params").GetProperty("progressToken").GetString().ShouldBe("p-1");
        goOn.SetResult();
        (await NextAsync(reader)).GetProperty("result").GetProperty("content")[0].GetProperty("text").GetString().ShouldBe("done");
    }

    [Fact]
    public async Task Tool_OverItsTime_IsAToolErrorAndItsTokenIsCancelled()
    {
        var cancelled = new TaskCompletionSource();
        var definition = new ToolDefinition("stuck", "Stuck", "Never ends.", """{"type":"object"}""", ToolKind.Read, async (_, ct) =>
        {
            using var registration = ct.Register(() => cancelled.TrySetResult());
            await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, ct);
            return ToolOutput.Failed("not reached");
        });
        var outcomes = new List<ToolOutcome>();
        var settings = new ToolSettings { Timeout = TimeSpan.FromMilliseconds(20), MaxResponseBytes = 1000, Finished = (_, outcome, _) => outcomes.Add(outcome) };
        await using var host = await EndpointHost.StartAsync(new InstanceTool(definition, settings, NullLogger.Instance, TimeProvider.System));
        using var request = host.Call("stuck");
        using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        text.ShouldContain("\"isError\":true");
        text.ShouldContain("The tool took too long and was stopped.");
        await cancelled.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        outcomes.ShouldBe([ToolOutcome.TimedOut]);
    }

    [Fact]
    public async Task Tool_Throws_SaysNothingAboutTheInside()
    {
        await using var host = await EndpointHost.StartAsync(Tool("broken", _ => throw new InvalidOperationException("secret-inside")));
        using var request = host.Call("broken");
        using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        text.ShouldNotContain("secret-inside");
        text.ShouldNotContain("   at ");
    }

    private static McpServerTool Tool(string name, Func<CancellationToken, Task<string>> run) =>
        McpServerTool.Create((CancellationToken ct) => run(ct), new McpServerToolCreateOptions { Name = name });

    private static byte[] RawCall(string tool)
    {
        var body = Rpc.Call(tool).ToJsonString();
        var headers = string.Concat(Rpc.Headers("tools/call", tool).Select(h => $"{h.Item1}: {h.Item2}\r\n"));
        return Encoding.UTF8.GetBytes(
            $"POST /mcp HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nAccept: application/json, text/event-stream\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
    }

    private static async Task<JsonElement> NextAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            if (line.StartsWith("data: ", StringComparison.Ordinal))
                return JsonElement.Parse(line[6..]);
        }
        throw new EndOfStreamException();
    }
}
