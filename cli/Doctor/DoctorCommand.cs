using System.CommandLine;
using System.Text.Json;
using McpTenants.Api;

namespace McpTenants.Cli.Doctor;

/// <summary><c>kubectl mcpt doctor</c>: what is wrong with the installation, and what to do about it.</summary>
internal static class DoctorCommand
{
    public static Command Create()
    {
        var (connection, output) = (new Connection(), Output.Option());
        var ns = new Option<string>("--namespace", "-n") { Description = "namespace of operator and gateway", DefaultValueFactory = _ => McpTenantNames.DefaultSystemNamespace };
        var command = new Command("doctor", "Check cluster and installation; changes nothing. Ends with 1 when something failed") { ns, output };
        connection.AddTo(command);
        command.SetAction(async (arguments, cancellation) =>
        {
            using var client = connection.Open(arguments);
            var findings = Examination.Of(await new FactReader(client, arguments.GetRequiredValue(ns), TimeProvider.System).ReadAsync(cancellation));
            if (arguments.GetValue(output) == "json")
                Console.WriteLine(JsonSerializer.Serialize(findings, FindingJson.Default.IReadOnlyListFinding));
            else
                Print(findings);
            return findings.Any(f => f.Verdict == Verdict.Failed) ? 1 : 0;
        });
        return command;
    }

    private static void Print(IReadOnlyList<Finding> findings)
    {
        Output.Columns(["check", "verdict", "detail"], findings.Select(f => new[] { f.Check, f.Verdict.ToString(), f.Detail }));
        var remedies = findings.Where(f => f.Verdict is Verdict.Failed or Verdict.Warning && f.Remedy is not null).ToArray();
        if (remedies.Length == 0)
            return;
        Console.WriteLine();
        Console.WriteLine("What to do:");
        foreach (var finding in remedies)
            Console.WriteLine($"- {finding.Check}: {finding.Remedy}");
    }
}
