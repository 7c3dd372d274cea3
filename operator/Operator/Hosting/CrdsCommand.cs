using System.CommandLine;
using McpTenants.Operator.Crds;

namespace McpTenants.Operator.Hosting;

/// <summary><c>mcp-operator crds</c>: writes the CRDs that belong to this version.</summary>
internal static class CrdsCommand
{
    /// <summary>Makes the command.</summary>
    public static Command Create()
    {
        var output = new Option<DirectoryInfo?>("--output") { Description = "Folder to write the files to, with CEL rules in its folder 'cel'. Default: print them." };
        var cel = new Option<bool>("--cel") { Description = "Print the files with CEL rules, for Kubernetes 1.25 and newer." };
        var command = new Command("crds", "Print or write the custom resource definitions.") { output, cel };
        command.SetAction((result, cancellationToken) => RunAsync(result.GetValue(output), result.GetValue(cel), cancellationToken));
        return command;
    }

    private static async Task RunAsync(DirectoryInfo? output, bool cel, CancellationToken cancellationToken)
    {
        if (output is null)
        {
            await Console.Out.WriteAsync(string.Join("---\n", CrdGenerator.All(cel).Select(f => f.Yaml)));
            return;
        }

        foreach (var (folder, rules) in new[] { (output.FullName, false), (Path.Combine(output.FullName, "cel"), true) })
        {
            Directory.CreateDirectory(folder);
            foreach (var file in CrdGenerator.All(rules))
            {
                await File.WriteAllTextAsync(Path.Combine(folder, file.Name), file.Yaml, cancellationToken);
            }
        }
    }
}
