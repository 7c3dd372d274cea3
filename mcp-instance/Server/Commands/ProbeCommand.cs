using System.Text.Json;
using McpTenants.Instance.Probing;

namespace McpTenants.Instance.Commands;

/// <summary>
/// <c>mcp-instance probe REQUEST</c>: tries connections from where it runs and tells what came of it, on standard output and as the termination message of its
/// pod. It reads no configuration, no data and no secret.
/// </summary>
internal static class ProbeCommand
{
    private const string TerminationMessage = "/dev/termination-log";
    private const string ResolvConf = "/etc/resolv.conf";

    public static async Task<int> RunAsync(string json, TextWriter output)
    {
        var request = Parse(json);
        using var ending = new CancellationTokenSource();
        using var listener = new ProbeListener(request.Listen, ending.Token);
        var report = await new ProbeRun(request, ResolvConf, TimeProvider.System).RunAsync(listener, ending.Token).ConfigureAwait(false);
        await ending.CancelAsync().ConfigureAwait(false);
        var text = JsonSerializer.Serialize(report, ProbeJson.Default.ProbeReport);
        await output.WriteLineAsync(text).ConfigureAwait(false);
        // Outside of a pod there is no such file, and none is made.
        if (File.Exists(TerminationMessage))
            await File.WriteAllTextAsync(TerminationMessage, text).ConfigureAwait(false);
        return 0;
    }

    private static ProbeRequest Parse(string json)
    {
        try
        {
            var request = JsonSerializer.Deserialize(json, ProbeJson.Default.ProbeRequest) ?? throw new InvalidDataException("the request is null");
            return request.Targets.FirstOrDefault(t => t.Kind == ProbeKind.Tcp && !System.Net.IPAddress.TryParse(t.Host, out _)) is { } named
                ? throw new InvalidDataException($"target {named.Name} needs an address")
                : request;
        }
        catch (JsonException e)
        {
            throw new InvalidDataException("the request cannot be read: " + e.Message, e);
        }
    }
}
