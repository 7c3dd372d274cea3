using System.CommandLine;
using k8s;
using Spectre.Console;

namespace McpTenants.Cli;

/// <summary>How results are printed: columns for people, JSON for programs.</summary>
internal static class Output
{
    public static Option<string> Option()
    {
        var option = new Option<string>("--output", "-o") { Description = "text or json", DefaultValueFactory = _ => "text" };
        option.AcceptOnlyFromAmong("text", "json");
        return option;
    }

    public static void Json(object value) => Console.WriteLine(KubernetesJson.Serialize(value));

    /// <summary>Columns as kubectl prints them: capitals on top, no lines, nothing cut when piped.</summary>
    public static void Columns(IEnumerable<string> headers, IEnumerable<string[]> rows)
    {
        var table = new Table().NoBorder();
        foreach (var header in headers)
            table.AddColumn(new TableColumn(header.ToUpperInvariant()).NoWrap().PadLeft(0).PadRight(3));
        foreach (var row in rows)
            table.AddRow(row.Select(Markup.Escape).ToArray());
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Out) });
        if (Console.IsOutputRedirected)
            console.Profile.Width = 1000;
        console.Write(table);
    }
}
