using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace k8s.Authentication;

/// <summary>Runs a credential plugin once.</summary>
internal static class ExecPluginProcess
{
    private const int MostErrorText = 500;
    private static readonly TimeSpan LongestRun = TimeSpan.FromMinutes(1);

    public static async Task<ExecCredential.ExecStatus> RunAsync(ExecPlugin plugin, TimeProvider time, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(LongestRun, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(ct, deadline.Token);
        using var process = Start(plugin);
        try
        {
            process.StandardInput.Close();
            var output = process.StandardOutput.ReadToEndAsync(both.Token);
            var errors = process.StandardError.ReadToEndAsync(both.Token);
            await process.WaitForExitAsync(both.Token).ConfigureAwait(false);
            var text = await output.ConfigureAwait(false);
            var complaint = (await errors.ConfigureAwait(false)).Trim();
            return process.ExitCode == 0 ? Parse(plugin, text) : throw Error(plugin, $"exit code {process.ExitCode}: {complaint[..Math.Min(complaint.Length, MostErrorText)]}");
        }
        catch (OperationCanceledException e)
        {
            process.Kill(entireProcessTree: true);
            if (ct.IsCancellationRequested)
                throw;
            throw Error(plugin, $"no credential within {LongestRun.TotalSeconds:0} s", e);
        }
    }

    private static Process Start(ExecPlugin plugin)
    {
        var start = new ProcessStartInfo(plugin.Command, plugin.Arguments)
        {
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in plugin.Environment)
            start.Environment[name] = value;
        var info = new ExecCredential { ApiVersion = plugin.ApiVersion, Kind = nameof(ExecCredential), Spec = new(Interactive: false, plugin.ClusterInfo) };
        start.Environment["KUBERNETES_EXEC_INFO"] = KubernetesJson.Serialize(info);
        try
        {
            return Process.Start(start) ?? throw Error(plugin, "did not start");
        }
        catch (Win32Exception e)
        {
            throw Error(plugin, $"cannot be started ({e.Message}). {plugin.InstallHint}".TrimEnd(), e);
        }
    }

    private static ExecCredential.ExecStatus Parse(ExecPlugin plugin, string output)
    {
        ExecCredential? credential;
        try
        {
            credential = KubernetesJson.Deserialize<ExecCredential>(output);
        }
        catch (JsonException e)
        {
            // The text may hold a token: name the problem, not the text.
            throw Error(plugin, output.Length == 0 ? "printed nothing" : "did not print an ExecCredential", e);
        }

        if (credential?.ApiVersion != plugin.ApiVersion)
            throw Error(plugin, $"answered in {credential?.ApiVersion ?? "no version"}, not {plugin.ApiVersion}");
        if (credential.Status is not { } status || (string.IsNullOrEmpty(status.Token) && string.IsNullOrEmpty(status.ClientCertificateData)))
            throw Error(plugin, "gave neither a token nor a client certificate");
        if (string.IsNullOrEmpty(status.ClientCertificateData) != string.IsNullOrEmpty(status.ClientKeyData))
            throw Error(plugin, "gave only one of clientCertificateData and clientKeyData");
        return status;
    }

    private static KubernetesClientException Error(ExecPlugin plugin, string problem, Exception? cause = null) =>
        new($"credential plugin {plugin.Command} ({plugin.Origin}): {problem}", cause);
}
