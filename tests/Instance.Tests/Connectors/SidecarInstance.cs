using System.Text.Json;
using System.Text.Json.Nodes;
using Instance.Tests.Support;

namespace Instance.Tests.Connectors;

/// <summary>An instance with third-party servers, and what a caller sees of it.</summary>
internal sealed class SidecarInstance : IAsyncDisposable
{
    private readonly TestInstance instance;

    private SidecarInstance(TestInstance instance) => this.instance = instance;

    public string Logs => instance.Logs;

    public JsonObject Configuration { get; private init; } = null!;

    public static async Task<SidecarInstance> StartAsync(TimeProvider time, params (string Name, int Port)[] servers)
    {
        var configuration = TestInstance.Configuration();
        configuration["servers"] = new JsonArray([.. servers.Select(s => new JsonObject { ["name"] = s.Name, ["port"] = s.Port, ["path"] = "/mcp" })]);
        return new SidecarInstance(await TestInstance.StartAsync(configuration, time: time)) { Configuration = configuration };
    }

    public void Configure() => instance.Configure(Configuration);

    public Task StopAsync() => instance.StopServerAsync();

    public Task StartAgainAsync() => instance.StartServerAsync();

    public async Task<JsonElement> StatusAsync() => JsonElement.Parse(await instance.Http.GetStringAsync(instance.Admin("/status"))).GetProperty("tools");

    public async Task<(string Text, bool IsError)> CallAsync(string tool)
    {
        var (_, body, _) = await instance.PostAsync(Rpc.Call(tool).ToJsonString(), Rpc.Headers("tools/call", tool));
        if (body!.Value.TryGetProperty("error", out var error))
            return (error.GetProperty("message").GetString()!, true);
        var result = body.Value.GetProperty("result");
        return (result.GetProperty("content")[0].GetProperty("text").GetString()!, result.TryGetProperty("isError", out var isError) && isError.GetBoolean());
    }

    /// <summary>A call that may have to wait for the server, on a clock that goes on meanwhile.</summary>
    public async Task<(string Text, bool IsError)> CallAsync(string tool, SteppingTime time)
    {
        var call = CallAsync(tool);
        while (await Task.WhenAny(call, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System)) != call)
            time.Advance(TimeSpan.FromMilliseconds(100));
        return await call;
    }

    public async Task<List<string>> NamesAsync()
    {
        var (_, body, _) = await instance.PostAsync(Rpc.Body("tools/list").ToJsonString(), Rpc.Headers("tools/list"));
        return [.. body!.Value.GetProperty("result").GetProperty("tools").EnumerateArray().Select(t => t.GetProperty("name").GetString()!)];
    }

    /// <summary>The names, once they fulfil a condition.</summary>
    public async Task<List<string>> UntilAsync(Func<List<string>, bool> condition, Action? meanwhile = null)
    {
        List<string> names = [];
        await Eventually.ShouldAsync(async () =>
        {
            meanwhile?.Invoke();
            return condition(names = await NamesAsync());
        });
        return names;
    }

    public ValueTask DisposeAsync() => instance.DisposeAsync();
}
