using System.Text.Json.Nodes;
using McpTenants.Testing;

namespace EndToEnd.Support;

/// <summary>kubectl, the way the users of this product see a cluster.</summary>
internal static class Kubectl
{
    /// <summary>Runs kubectl and returns its standard output.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message is what it said.</exception>
    public static async Task<string> RunAsync(string[] arguments, string? input = null)
    {
        var (code, output, errors) = await TryAsync(arguments, input);
        return code == 0 ? output : throw new InvalidOperationException($"kubectl {string.Join(' ', arguments)}: {errors}");
    }

    /// <summary>Runs kubectl and returns how it ended.</summary>
    public static async Task<(int Code, string Output, string Errors)> TryAsync(string[] arguments, string? input = null) =>
        await Command.RunAsync("kubectl", ["--kubeconfig", await TestCluster.GetAsync(Tier.EndToEnd), .. arguments], input);

    /// <summary>Applies a manifest.</summary>
    public static Task ApplyAsync(string manifest) => RunAsync(["apply", "-f", "-"], manifest);

    /// <summary>Reads one object or list.</summary>
    public static async Task<JsonNode> GetAsync(params string[] arguments) => JsonNode.Parse(await RunAsync(["get", .. arguments, "-o", "json"]))!;

    /// <summary>True when the object exists.</summary>
    public static async Task<bool> ExistsAsync(params string[] arguments) =>
        (await RunAsync(["get", .. arguments, "--ignore-not-found", "-o", "name"])).Trim().Length > 0;

    /// <summary>Waits for a condition of an object.</summary>
    public static Task WaitAsync(string resource, string condition, int seconds) => RunAsync(["wait", resource, $"--for={condition}", $"--timeout={seconds}s"]);
}
