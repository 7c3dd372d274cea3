using System.CommandLine;
using McpTenants.Bench;
using McpTenants.Bench.Report;

var suite = new Argument<string?>("suite") { Description = "operator, instance, gateway or coldstart; none: all", Arity = ArgumentArity.ZeroOrOne };
suite.AcceptOnlyFromAmong([.. Suites.Names]);
var root = new Option<DirectoryInfo>("--root") { Description = "the checkout", Required = true };
var programs = new Option<DirectoryInfo>("--programs") { Description = "folder with the published programs", Required = true };
var output = new Option<FileInfo>("--output") { Description = "where bench.json goes", Required = true };
var large = new Option<bool>("--large") { Description = "also the sizes that take many minutes" };
var clusterRuns = new Option<bool>("--cluster-runs") { Description = "the full cluster runs already and is left running" };
var only = new Option<string>("--name") { Description = "only measurements whose name contains this", DefaultValueFactory = _ => "" };
var command = new RootCommand("Measures McpTenant beside its baselines.") { suite, root, programs, output, large, clusterRuns, only };

command.SetAction(async (parse, cancellationToken) =>
{
    var work = Directory.CreateTempSubdirectory("mcpt-bench-");
    var context = new BenchContext
    {
        Root = parse.GetRequiredValue(root).FullName,
        Programs = parse.GetRequiredValue(programs).FullName,
        Work = work.FullName,
        Large = parse.GetValue(large),
        ClusterRuns = parse.GetValue(clusterRuns),
    };
    context.Report.Note(Machine.Describe("start"));
    foreach (var benchmark in Suites.Select(parse.GetValue(suite), parse.GetRequiredValue(only)))
        await benchmark.RunOrReportAsync(context, cancellationToken);
    context.Report.Note(Machine.Describe("end"));

    Console.Write(Table.Render(context.Report));
    var file = parse.GetRequiredValue(output);
    file.Directory!.Create();
    await File.WriteAllTextAsync(file.FullName, BenchFile.Serialize(context.Report.Measurements), cancellationToken);
    if (context.Report.HasFailures)
        context.Say($"logs are in {work.FullName}");
    else
        work.Delete(recursive: true);
    return context.Report.HasFailures ? 1 : 0;
});

return await command.Parse(args).InvokeAsync();
