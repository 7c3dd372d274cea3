using System.CommandLine;
using System.Text.Json.Nodes;
using k8s;
using k8s.Models;
using McpTenants.Api;
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

    /// <summary>Several objects as the one List that kubectl prints, for jq and the like.</summary>
    public static void JsonList(IEnumerable<object> values)
    {
        var items = new JsonArray([.. values.Select(v => JsonNode.Parse(KubernetesJson.Serialize(v)))]);
        Console.WriteLine(new JsonObject { ["apiVersion"] = "v1", ["kind"] = "List", ["items"] = items }.ToJsonString());
    }

    /// <summary>What became of a tenant: a line as kubectl prints it, or the object.</summary>
    public static void Changed(string? format, McpTenant tenant, string what)
    {
        if (format == "json")
            Json(tenant);
        else
            Console.WriteLine($"mcptenant.{McpTenantNames.Group}/{tenant.Name()} {what}");
    }

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
