using System.Text;
using Instance.Tests.Support;
using McpTenants.Audit;
using McpTenants.Audit.Storage;
using McpTenants.Instance.Commands;

namespace Instance.Tests.Audit;

public sealed class AuditTrailTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Record_SaysWhatHappened_AndNotWhoOrWithWhat()
    {
        using var bench = new AuditBench();
        await using (var trail = bench.Open())
        {
            await trail.RecordAsync(AuditBench.Entry(), Ct);
            await trail.RecordAsync(AuditBench.Entry(subject: "bob"), Ct);
            trail.Counters.Records.ShouldBe(2);
        }
        var text = Encoding.UTF8.GetString(bench.Folder.Read(bench.Folder.List()[0]));
        text.ShouldNotContain("alice");
        text.ShouldNotContain("secret-argument");
        var calls = text.Split('\n').Where(l => l.Contains("\"event\":\"call\"", StringComparison.Ordinal)).Select(l => System.Text.Json.JsonElement.Parse(l)).ToList();
        calls[0].GetProperty("caller").GetString().ShouldNotBe(calls[1].GetProperty("caller").GetString());
        calls[0].GetProperty("args").GetString().ShouldBe(calls[1].GetProperty("args").GetString());
        calls[0].GetProperty("tenant").GetString().ShouldBe("uid-1");
        calls[0].GetProperty("ms").GetDouble().ShouldBe(1.5);
        calls[0].GetProperty("correlation").GetString().ShouldBe("4bf92f3577b34da6a3ce929d0e0e4736");
    }

    [Fact]
    public async Task Record_ByManyAtOnce_AllAreThereAndFewFlushesWereNeeded()
    {
        using var bench = new AuditBench();
        var flushes = 0;
        await using (var trail = bench.Open(new AuditWriterOptions { Flush = file => { Interlocked.Increment(ref flushes); RandomAccess.FlushToDisk(file); } }))
            await Task.WhenAll(Enumerable.Range(0, 500).Select(_ => trail.RecordAsync(AuditBench.Entry(), Ct)));
        var report = bench.Verify();
        report.Break.ShouldBeNull();
        report.Records.ShouldBe(502);
        flushes.ShouldBeLessThan(500);
    }

    [Fact]
    public async Task Record_PastTheSizeOfAFile_GoesOnInTheNext()
    {
        using var bench = new AuditBench();
        await using (var trail = bench.Open(new AuditWriterOptions { SegmentBytes = 4096, HeadroomBytes = 1024 }))
        {
            for (var i = 0; i < 50; i++)
                await trail.RecordAsync(AuditBench.Entry(), Ct);
        }
        var report = bench.Verify();
        report.Break.ShouldBeNull();
        report.Files.ShouldBeGreaterThan(3);
        (report.Epochs, report.Records).ShouldBe((1, 52));
    }

    [Theory]
    [InlineData("{\"at\":\"2026")]
    [InlineData("\0\0\0\0\0\0\0\0")]
    [InlineData("{}\n{}\n")]
    public async Task Open_BehindATornEnd_DeclaresItAndLosesNothing(string torn)
    {
        using var bench = new AuditBench();
        await bench.FillAsync(2);
        var file = bench.Folder.FullName(bench.Folder.List()[^1]);
        await File.AppendAllTextAsync(file, torn, Ct);
        var before = await File.ReadAllBytesAsync(file, Ct);

        await bench.FillAsync(1);

        (await File.ReadAllBytesAsync(file, Ct)).ShouldBe(before, "what was found is evidence and stays");
        var report = bench.Verify();
        report.Break.ShouldBeNull();
        report.Records.ShouldBe(18);
        report.Notes.ShouldHaveSingleItem().ShouldContain("Declared");
        await File.AppendAllTextAsync(file, "x", Ct);
        bench.Verify().IsIntact.ShouldBeFalse("more was torn than was declared");
    }

    [Fact]
    public async Task Open_BehindStartsThatNeverGotARecordOut_DeclaresAllOfThem()
    {
        using var bench = new AuditBench();
        await bench.FillAsync(1);
        await File.WriteAllTextAsync(Path.Combine(bench.Folder.Path, "000002-0001.jsonl"), "{\"at", Ct);
        await File.WriteAllTextAsync(Path.Combine(bench.Folder.Path, "000003-0001.jsonl"), "", Ct);
        await File.WriteAllTextAsync(Path.Combine(bench.Folder.Path, "000004-0001.jsonl"), "{", Ct);
        bench.Verify().IsIntact.ShouldBeFalse();
        await bench.FillAsync(1);
        var report = bench.Verify();
        report.Break.ShouldBeNull();
        report.Notes.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Record_WhileAnotherProcessWrites_IsRefused()
    {
        using var bench = new AuditBench();
        await using var first = bench.Open();
        await first.RecordAsync(AuditBench.Entry(), Ct);
        await using var second = bench.Open();
        await Should.ThrowAsync<AuditUnavailableException>(() => second.RecordAsync(AuditBench.Entry(), Ct));
        await first.RecordAsync(AuditBench.Entry(), Ct);
        bench.Verify().Break.ShouldBeNull();
    }

    [Fact]
    public async Task Record_FullDisk_FailsClosedAndDeclaresTheLossAfterwards()
    {
        using var bench = new AuditBench();
        var isFull = false;
        var options = new AuditWriterOptions { Write = (file, bytes, at) => WriteOrFail(file, bytes, at, isFull) };
        await using (var trail = bench.Open(options))
        {
            await trail.EnsureWritableAsync(Ct);
            await trail.RecordAsync(AuditBench.Entry(), Ct);
            isFull = true;
            await Should.ThrowAsync<AuditUnavailableException>(() => trail.RecordAsync(AuditBench.Entry(), Ct));
            await Should.ThrowAsync<AuditUnavailableException>(() => trail.EnsureWritableAsync(Ct));
            trail.Counters.Failures.ShouldBe(1);
            bench.Failures.Count.ShouldBe(2);
            isFull = false;
            await trail.EnsureWritableAsync(Ct);
            await trail.RecordAsync(AuditBench.Entry(), Ct);
        }
        var report = bench.Verify();
        report.Break.ShouldBeNull();
        report.Notes.ShouldContain(n => n.Contains("records were lost (1)", StringComparison.Ordinal));
        report.Notes.ShouldContain(n => n.Contains("are no whole records", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Record_FullDiskAndOpenPolicy_LetsTheCallPassAndDeclaresTheLoss()
    {
        using var bench = new AuditBench();
        var isFull = true;
        var options = new AuditWriterOptions { Write = (file, bytes, at) => WriteOrFail(file, bytes, at, isFull) };
        await using (var trail = bench.Open(options, policy: new AuditPolicy { Tenant = "uid-1", FailClosed = false }))
        {
            await trail.EnsureWritableAsync(Ct);
            for (var i = 0; i < 3; i++)
                await trail.RecordAsync(AuditBench.Entry(), Ct);
            trail.Counters.Failures.ShouldBe(3);
            isFull = false;
            await trail.RecordAsync(AuditBench.Entry(), Ct);
        }
        var report = bench.Verify();
        report.Break.ShouldBeNull();
        report.Notes.ShouldContain(n => n.Contains("records were lost (3)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Record_ByManyAtOnceWhileTheDiskFailsNowAndThen_EachIsWrittenOrDeclaredLost()
    {
        using var bench = new AuditBench();
        var (writes, isReliable) = (0, false);
        var options = new AuditWriterOptions
        {
            Write = (file, bytes, at) =>
            {
                if (!isReliable && Interlocked.Increment(ref writes) % 40 == 0)
                    throw new IOException("No.");
                RandomAccess.Write(file, bytes, at);
            },
        };
        await using (var trail = bench.Open(options, policy: new AuditPolicy { Tenant = "uid-1", FailClosed = false }))
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(async () =>
            {
                for (var i = 0; i < 100; i++)
                    await trail.RecordAsync(AuditBench.Entry(subject: $"{thread}"), Ct);
            })));
            // What was lost is declared with the next record that gets through.
            isReliable = true;
            await trail.RecordAsync(AuditBench.Entry(), Ct);
        }
        bench.Verify().Break.ShouldBeNull();
        var records = bench.Folder.List().SelectMany(f => Encoding.UTF8.GetString(bench.Folder.Read(f)).TrimEnd('\n', '\0').Split('\n')).Select(l => System.Text.Json.JsonElement.Parse(l)).ToList();
        var calls = records.Count(r => r.GetProperty("event").GetString() == "call");
        var lost = records.Where(r => r.GetProperty("event").GetString() == "gap").Sum(r => r.GetProperty("lost").GetInt64());
        lost.ShouldBeGreaterThan(0);
        (calls + lost).ShouldBe(801);
    }

    [Fact]
    public async Task Rotation_WithoutRoomForANewFile_KeepsRoomForCallsUnderWayAndRefusesNewOnes()
    {
        using var bench = new AuditBench();
        await using (var trail = bench.Open(new AuditWriterOptions { SegmentBytes = 4096, HeadroomBytes = 2048 }))
        {
            await trail.RecordAsync(AuditBench.Entry(), Ct);
            // The name of the next file is taken by a folder: it cannot be created, as on a full volume.
            var obstacle = Directory.CreateDirectory(Path.Combine(bench.Folder.Path, "000001-0002.jsonl"));
            while (await IsWritableAsync(trail))
                await trail.RecordAsync(AuditBench.Entry(), Ct);
            await trail.RecordAsync(AuditBench.Entry(), Ct);
            obstacle.Delete();
            await trail.EnsureWritableAsync(Ct);
            await trail.RecordAsync(AuditBench.Entry(), Ct);
        }
        var report = bench.Verify();
        report.Break.ShouldBeNull();
        (report.Epochs, report.Files).ShouldBe((1, 2));
    }

    [Fact]
    public async Task Retention_RemovesWholeOldFiles_AndTheChainStillHolds()
    {
        using var bench = new AuditBench();
        var time = new ManualTime(TokenForge.Start);
        for (var day = 0; day < 6; day++)
        {
            time.Now = TokenForge.Start.AddDays(day);
            await using var trail = bench.Open(time: time, policy: new AuditPolicy { Tenant = "uid-1", Retention = TimeSpan.FromDays(2.5) });
            await trail.RecordAsync(AuditBench.Entry(), Ct);
        }
        bench.Folder.List().Select(n => n.Epoch).ShouldBe([4, 5, 6]);
        var report = bench.Verify();
        report.Break.ShouldBeNull();
        report.Notes.ShouldContain(n => n.Contains("Removed by retention", StringComparison.Ordinal));
        File.Delete(bench.Folder.FullName(bench.Folder.List()[0]));
        bench.Verify().Break!.Problem.ShouldContain("no retention record");
    }

    [Fact]
    public async Task VerifyCommand_SaysOkOrWhereTheFirstBreakIs()
    {
        using var bench = new AuditBench();
        await bench.FillAsync();
        var (code, text) = Verify(bench.Data);
        (code, text[..3]).ShouldBe((0, "ok:"));
        var head = bench.Verify().Head;
        Verify(bench.Data, "--checkpoint", $"{head.Sequence}:{head.Hash}").Code.ShouldBe(0);
        Verify(bench.Data, "--checkpoint", $"{head.Sequence + 1}:{head.Hash}").Code.ShouldBe(1);

        var file = bench.Folder.FullName(bench.Folder.List()[1]);
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, Ct)).Replace("\"Ok\"", "\"No\"", StringComparison.Ordinal), Ct);
        (code, text) = Verify(bench.Folder.Path);
        code.ShouldBe(1);
        text.ShouldStartWith("BROKEN: 000002-0001.jsonl, line 2: was changed");
        var json = System.Text.Json.JsonElement.Parse(Verify(bench.Data, "-o", "json").Text);
        json.GetProperty("intact").GetBoolean().ShouldBeFalse();
        json.GetProperty("break").GetProperty("line").GetInt32().ShouldBe(2);
        Verify(Path.Combine(bench.Data, "nowhere")).Code.ShouldBe(2);
    }

    private static (int Code, string Text) Verify(params string[] arguments)
    {
        using var output = new StringWriter();
        return (VerifyCommand.Run(arguments, output), output.ToString());
    }

    private static async Task<bool> IsWritableAsync(AuditTrail trail)
    {
        try
        {
            await trail.EnsureWritableAsync(Ct);
            return true;
        }
        catch (AuditUnavailableException)
        {
            return false;
        }
    }

    private static void WriteOrFail(Microsoft.Win32.SafeHandles.SafeFileHandle file, ReadOnlySpan<byte> bytes, long at, bool isFull)
    {
        // A full disk takes the beginning and then refuses.
        RandomAccess.Write(file, isFull ? bytes[..(bytes.Length / 2)] : bytes, at);
        if (isFull)
            throw new IOException("No space left on device");
    }
}
