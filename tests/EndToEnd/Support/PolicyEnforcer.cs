using McpTenants.Testing;

namespace EndToEnd.Support;

/// <summary>The local cluster's policy enforcer, taken away for a while. Somebody else's cluster has none that a test could switch off.</summary>
internal sealed class PolicyEnforcer : IAsyncDisposable
{
    private readonly string addons;
    private readonly List<(string Process, string Rules)> nodes = [];

    private PolicyEnforcer(string addons) => this.addons = addons;

    /// <summary>Stops the enforcer and removes its rules.</summary>
    /// <returns>Null when this is not the local cluster.</returns>
    public static async Task<PolicyEnforcer?> SwitchOffAsync()
    {
        var run = Path.Combine(Path.GetDirectoryName(await TestCluster.GetAsync(Tier.EndToEnd))!, "run");
        if (!File.Exists(Path.Combine(run, "addons.pid")))
            return null;
        var off = new PolicyEnforcer(await ProcessAsync(Path.Combine(run, "addons.pid")));

        // Frozen, it goes on where it was. Its rules are kept for it: it writes them only when they change.
        await off.SignalAsync("STOP");
        foreach (var file in Directory.GetFiles(run, "node-*-kubelet.pid"))
        {
            var process = await ProcessAsync(file);
            off.nodes.Add((process, await NftAsync(process, null, "list", "table", "inet", "mcpt")));
            await NftAsync(process, null, "delete", "table", "inet", "mcpt");
        }

        return off;
    }

    /// <summary>Brings it back.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var (process, rules) in nodes)
            await NftAsync(process, rules, "-f", "-");
        await SignalAsync("CONT");
    }

    private async Task SignalAsync(string signal) => (await Command.RunAsync("kill", [$"-{signal}", addons])).Code.ShouldBe(0);

    private static async Task<string> NftAsync(string process, string? input, params string[] arguments)
    {
        var (code, output, errors) = await Command.RunAsync("nsenter", ["--target", process, "--net", "nft", .. arguments], input);
        code.ShouldBe(0, errors);
        return output;
    }

    private static async Task<string> ProcessAsync(string file) => (await File.ReadAllTextAsync(file)).Split(' ')[0];
}
