using System.Text;
using FsCheck;
using FsCheck.Fluent;
using McpTenants.Audit.Chain;

namespace Instance.Tests.Audit;

public sealed class ChainCheckTests
{
    [Fact]
    public async Task Verify_AnUntouchedTrail_Holds()
    {
        using var bench = new AuditBench();
        await bench.FillAsync();
        var report = bench.Verify();
        report.Break.ShouldBeNull();
        report.Notes.ShouldBeEmpty();
        (report.Files, report.Epochs, report.Records).ShouldBe((3, 3, 18)); // Four calls, open and close in each.
    }

    [Fact]
    public async Task Verify_AnyChangedByte_IsFound()
    {
        using var bench = new AuditBench();
        await bench.FillAsync();
        var files = Read(bench);
        var gen = from file in Gen.Choose(0, files.Count - 1)
                  from at in Gen.Choose(0, files[file].Content.Length - 1)
                  from bit in Gen.Choose(0, 7)
                  select (file, at, bit);
        Prop.ForAll(Arb.From(gen), change =>
        {
            var content = (byte[])files[change.file].Content.Clone();
            content[change.at] ^= (byte)(1 << change.bit);
            var report = Check(files.Select((f, i) => i == change.file ? (f.Name, content) : f));
            // The very last line end is the one byte whose loss looks like a write that never finished.
            return !report.IsIntact || (change.file == files.Count - 1 && change.at == content.Length - 1 && report.Notes.Count > 0);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public async Task Verify_AnyRemovedRepeatedOrMovedLine_IsFound()
    {
        using var bench = new AuditBench();
        await bench.FillAsync();
        var files = Read(bench);
        var lines = files.Select(f => Encoding.UTF8.GetString(f.Content).Split('\n', StringSplitOptions.RemoveEmptyEntries)).ToList();
        for (var file = 0; file < files.Count; file++)
        {
            for (var line = 0; line < lines[file].Length; line++)
            {
                var isEnd = file == files.Count - 1 && line == lines[file].Length - 1;
                if (!isEnd) // A missing end needs a checkpoint: see below.
                    CheckLines(file, [.. lines[file][..line], .. lines[file][(line + 1)..]]).IsIntact.ShouldBeFalse($"removed {file}/{line}");
                CheckLines(file, [.. lines[file][..line], lines[file][line], .. lines[file][line..]]).IsIntact.ShouldBeFalse($"repeated {file}/{line}");
                if (line > 0)
                    CheckLines(file, [.. lines[file][..(line - 1)], lines[file][line], lines[file][line - 1], .. lines[file][(line + 1)..]]).IsIntact.ShouldBeFalse($"moved {file}/{line}");
            }
        }

        ChainReport CheckLines(int file, string[] changed) =>
            Check(files.Select((f, i) => i == file ? (f.Name, Encoding.UTF8.GetBytes(string.Concat(changed.Select(l => l + "\n")))) : f));
    }

    [Fact]
    public async Task Verify_ARemovedFile_IsFound()
    {
        using var bench = new AuditBench();
        await bench.FillAsync();
        var files = Read(bench);
        for (var i = 0; i < files.Count - 1; i++)
            Check(files.Where((_, n) => n != i)).IsIntact.ShouldBeFalse();
    }

    [Fact]
    public async Task Verify_ATruncatedEnd_IsFoundWithACheckpoint()
    {
        using var bench = new AuditBench();
        await bench.FillAsync();
        var checkpoint = bench.Verify().Head;
        bench.Verify(checkpoint).Break.ShouldBeNull();
        var last = bench.Folder.List()[^1];
        File.Delete(bench.Folder.FullName(last));
        bench.Verify().Break.ShouldBeNull("the chain alone cannot know what never followed");
        bench.Verify(checkpoint).Break!.Problem.ShouldContain("missing");
        bench.Verify(checkpoint with { Sequence = 3 }).Break!.Problem.ShouldContain("rewritten");
    }

    [Fact]
    public async Task Verify_ARecordThatClaimsNonsense_IsABreakAndNoCrash()
    {
        using var bench = new AuditBench();
        await bench.FillAsync(1, 1);
        var name = bench.Folder.List()[0];
        foreach (var nonsense in (string[])["""{"event":"open","torn":[7]}""", """{"event":"open","torn":[{"file":1}]}"""])
        {
            var record = System.Text.Json.Nodes.JsonNode.Parse(nonsense)!.AsObject();
            (record["epoch"], record["at"]) = (1, "2026-11-21T00:00:00.000Z");
            var line = new System.Buffers.ArrayBufferWriter<byte>();
            AuditLine.Seal(record, ChainHead.Genesis, line);
            AuditLine.TryRead(line.WrittenSpan[..^1], out _).ShouldNotBeNull("the line itself is in order");
            Check([(name, line.WrittenSpan.ToArray())]).IsIntact.ShouldBeFalse();
        }
        foreach (var garbage in (string[])["\n", "{}\n", "[]\n", "null\n", "{\"a\":1\n", "\0\0\0\n"])
            Check([(name, Encoding.UTF8.GetBytes(garbage))]).IsIntact.ShouldBeFalse();
    }

    private static List<(AuditFileName Name, byte[] Content)> Read(AuditBench bench) => [.. bench.Folder.List().Select(n => (n, bench.Folder.Read(n)))];

    private static ChainReport Check(IEnumerable<(AuditFileName Name, byte[] Content)> files)
    {
        var check = new ChainCheck();
        foreach (var (name, content) in files)
            check.Add(name, content);
        return check.Complete();
    }
}
