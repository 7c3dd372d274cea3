using System.Globalization;
using System.Text;
using System.Text.Json;
using McpTenants.Audit.Chain;
using McpTenants.Audit.Storage;

namespace McpTenants.Instance.Commands;

/// <summary>
/// Checks an audit trail offline. Exit code 0: the chain holds, with at most gaps that it declares; 1: it does not; 2: it cannot be read.
/// </summary>
internal static class VerifyCommand
{
    public static int Run(string[] arguments, TextWriter output)
    {
        var (folder, asJson, checkpoint) = Parse(arguments, null, false, null);
        if (folder is null || !Directory.Exists(folder))
            return Unreadable(output, folder is null ? "verify needs a folder; see --help" : $"{folder} is not a folder.");
        // A data folder and an unpacked archive are as good as the folder inside them.
        var inner = Path.Combine(folder, "audit");
        try
        {
            var report = new AuditFolder(Directory.Exists(inner) ? inner : folder).Verify(checkpoint);
            output.WriteLine(asJson ? Json(report) : Text(report));
            return report.IsIntact ? 0 : 1;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Unreadable(output, e.Message);
        }
    }

    private static (string? Folder, bool AsJson, ChainHead? Checkpoint) Parse(string[] arguments, string? folder, bool asJson, ChainHead? checkpoint) => arguments switch
    {
        [] => (folder, asJson, checkpoint),
        ["-o", "json", .. var rest] => Parse(rest, folder, true, checkpoint),
        ["--checkpoint", var text, .. var rest] => Parse(rest, folder, asJson, Checkpoint(text)),
        [var name, .. var rest] when folder is null && !name.StartsWith('-') => Parse(rest, name, asJson, checkpoint),
        _ => throw new InvalidDataException($"unknown option {arguments[0]}; see --help"),
    };

    private static ChainHead Checkpoint(string text) =>
        text.Split(':') is [var sequence, { Length: 64 } hash] && long.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new ChainHead(number, hash)
            : throw new InvalidDataException("a checkpoint is written as SEQUENCE:SHA256");

    private static string Text(ChainReport report)
    {
        var text = new StringBuilder();
        text.Append(report.Break is { } found
            ? $"BROKEN: {found.File}{(found.Line > 0 ? string.Create(CultureInfo.InvariantCulture, $", line {found.Line}") : "")}: {found.Problem}"
            : "ok: the chain holds");
        text.Append(CultureInfo.InvariantCulture, $"\nrecords: {report.Records} in {report.Epochs} epochs and {report.Files} files");
        if (report.From is { } from)
            text.Append(CultureInfo.InvariantCulture, $", {from:O} to {report.To:O}");
        text.Append(CultureInfo.InvariantCulture, $"\nhead: {report.Head.Sequence}:{report.Head.Hash}");
        foreach (var note in report.Notes)
            text.Append("\nnote: ").Append(note);
        return text.ToString();
    }

    private static string Json(ChainReport report)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteBoolean("intact", report.IsIntact);
            if (report.Break is { } found)
            {
                json.WriteStartObject("break");
                json.WriteString("file", found.File);
                json.WriteNumber("line", found.Line);
                json.WriteString("problem", found.Problem);
                json.WriteEndObject();
            }
            json.WriteNumber("records", report.Records);
            json.WriteNumber("epochs", report.Epochs);
            json.WriteNumber("files", report.Files);
            json.WriteNumber("sequence", report.Head.Sequence);
            json.WriteString("head", report.Head.Hash);
            if (report.From is { } from)
                json.WriteString("from", from);
            if (report.To is { } to)
                json.WriteString("to", to);
            json.WriteStartArray("notes");
            foreach (var note in report.Notes)
                json.WriteStringValue(note);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.ToArray());
    }

    private static int Unreadable(TextWriter output, string problem)
    {
        output.WriteLine("cannot verify: " + problem);
        return 2;
    }
}
