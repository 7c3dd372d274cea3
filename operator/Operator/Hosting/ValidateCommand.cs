using System.CommandLine;
using System.Text.Json;
using k8s;
using McpTenants.Api;
using McpTenants.Operator.Check;

namespace McpTenants.Operator.Hosting;

/// <summary><c>mcp-operator validate</c>: the checks of the webhook without a cluster, for pipelines.</summary>
internal static class ValidateCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var file = new Option<FileInfo>("--filename", "-f") { Description = "YAML file with tenants.", Required = true };
        var platform = new Option<string>("--platform-file") { Description = "The platform's settings, as for run.", DefaultValueFactory = _ => "" };
        var domain = new Option<string>("--base-domain") { Description = "The platform's domain, as for run.", DefaultValueFactory = _ => "mcp.example.com" };
        var command = new Command("validate", "Check tenants in a file. Exit code 1: something is wrong with them.") { file, platform, domain };
        command.SetAction((result, cancellationToken) => RunAsync(
            result.GetRequiredValue(file), new OperatorOptions { PlatformFile = result.GetValue(platform) ?? "", BaseDomain = result.GetValue(domain) ?? "" }, cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(FileInfo file, OperatorOptions options, CancellationToken cancellationToken)
    {
        var (platform, problems) = PlatformSettings.Read(options);
        if (platform is null || problems.Count > 0)
        {
            await Console.Error.WriteLineAsync(string.Join('\n', problems));
            return 2;
        }

        try
        {
            KubernetesJson.AddResolver(ApiJsonContext.Default);
            var tenants = YamlDocuments.Read(await File.ReadAllTextAsync(file.FullName, cancellationToken))
                .Where(d => (string?)d["kind"] == McpTenant.KubeKind)
                .Select(d => KubernetesJson.Deserialize<McpTenant>(d.ToJsonString())!)
                .ToList();
            return await ReportAsync(tenants, platform);
        }
        catch (Exception e) when (e is JsonException or IOException or YamlDotNet.Core.YamlException)
        {
            await Console.Error.WriteLineAsync($"{file.Name}: {e.Message}");
            return 1;
        }
    }

    private static async Task<int> ReportAsync(List<McpTenant> tenants, PlatformPolicy platform)
    {
        var bad = 0;
        foreach (var tenant in tenants)
        {
            var violations = TenantPolicies.Check(new TenantCheckInput
            {
                Tenant = tenant,
                Platform = platform,
                OtherHosts = HostClaim.Of(tenants, tenant, platform),
                Now = TimeProvider.System.GetUtcNow(),
            });
            bad += violations.Count;
            await Console.Out.WriteLineAsync(violations.Count == 0 ? $"{tenant.Metadata.Name}: ok" : string.Join('\n', violations.Select(v => $"{tenant.Metadata.Name}: {v.Reason}: {v.Message}")));
        }

        return bad == 0 ? 0 : 1;
    }
}
