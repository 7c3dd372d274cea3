namespace McpTenants.Testing;

/// <summary>
/// A cluster that a script of dev/cluster starts. The script gets our process number and stops what it started once we are
/// gone, however we ended; an explicit stop at dispose would not survive a killed test run.
/// </summary>
internal sealed class ScriptedCluster(string script, IReadOnlyList<string> arguments) : IClusterProvider
{
    /// <summary>A control plane of our own, beside those of other test processes.</summary>
    public static ScriptedCluster ControlPlane(string repository) => new(
        Path.Combine(repository, "dev", "cluster", "control-plane.sh"),
        ["up", "--dir", Path.Combine(Path.GetTempPath(), $"mcpt-test-{Environment.ProcessId}"), "--parent", $"{Environment.ProcessId}"]);

    /// <summary>The machine's one full cluster. If it already runs it is used and left running.</summary>
    public static ScriptedCluster Full(string repository) => new(
        Path.Combine(repository, "dev", "cluster", "up.sh"),
        ["--parent", $"{Environment.ProcessId}"]);

    public async Task<string> GetKubeconfigAsync(CancellationToken cancellationToken)
    {
        var output = await Script.RunAsync(script, arguments, cancellationToken).ConfigureAwait(false);

        // The scripts print one result: the kubeconfig, last.
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)[^1];
    }
}
