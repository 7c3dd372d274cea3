using McpTenants.Audit;
using McpTenants.Audit.Storage;
using Microsoft.Win32.SafeHandles;

namespace Instance.Tests.Audit;

/// <summary>When a record is on the disk, and what happens when the disk says that it is not.</summary>
public sealed class AuditFlushTests
{
    private static readonly TimeSpan Never = TimeSpan.FromDays(1);
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(AuditSync.Changes, true, 1)]
    [InlineData(AuditSync.Changes, false, 0)]
    [InlineData(AuditSync.EveryCall, true, 1)]
    [InlineData(AuditSync.EveryCall, false, 1)]
    public async Task Record_WaitsForTheDisk_AsThePolicySays(AuditSync sync, bool isChange, int expected)
    {
        using var bench = new AuditBench();
        var disk = new Disk();
        await using var trail = bench.Open(disk.Options(Never), policy: new AuditPolicy { Tenant = "uid-1", Sync = sync });
        await trail.EnsureWritableAsync(Ct);
        var before = disk.Flushes;

        await trail.RecordAsync(AuditBench.Entry() with { IsChange = isChange }, Ct);

        (disk.Flushes - before).ShouldBe(expected);
        bench.Folder.Verify().Records.ShouldBe(2, "the kernel has it in any case, so that a kill loses nothing");
    }

    [Fact]
    public async Task Record_OfARead_IsFlushedSoon()
    {
        using var bench = new AuditBench();
        var flushed = new TaskCompletionSource();
        var disk = new Disk();
        await using var trail = bench.Open(disk.Options(TimeSpan.FromMilliseconds(1)));
        await trail.EnsureWritableAsync(Ct);
        disk.Flushed = _ => flushed.TrySetResult();

        await trail.RecordAsync(AuditBench.Entry() with { IsChange = false }, Ct);

        await flushed.Task.WaitAsync(Bound, Ct);
    }

    [Fact]
    public async Task Close_FlushesWhatNobodyWaitedFor()
    {
        using var bench = new AuditBench();
        var disk = new Disk();
        await using (var trail = bench.Open(disk.Options(Never)))
        {
            await trail.RecordAsync(AuditBench.Entry() with { IsChange = false }, Ct);
            disk.Durable.ShouldBeLessThan(disk.Written);
        }
        disk.Durable.ShouldBe(disk.Written);
    }

    [Fact]
    public async Task Rotation_FlushesTheFileThatItLeaves()
    {
        using var bench = new AuditBench();
        var disk = new Disk();
        await using var trail = bench.Open(disk.Options(Never) with { SegmentBytes = 4096, HeadroomBytes = 1024 });
        await trail.EnsureWritableAsync(Ct);
        while (bench.Folder.List().Count == 1)
        {
            disk.Durable.ShouldBeLessThan(4096);
            await trail.RecordAsync(AuditBench.Entry() with { IsChange = false }, Ct);
        }
        disk.Durable.ShouldBe(disk.Written, "nothing of the first file may be left when records of the second can become durable");
    }

    [Fact]
    public async Task Record_ByManyAtOnce_SharesAFlush()
    {
        using var bench = new AuditBench();
        var disk = new Disk();
        await using var trail = bench.Open(disk.Options(Never));
        await trail.EnsureWritableAsync(Ct);
        using var others = new ManualResetEventSlim();
        var before = disk.Flushes;
        disk.Flushed = _ => others.Wait(Bound);
        var records = Enumerable.Range(0, 200).Select(_ => trail.RecordAsync(AuditBench.Entry(), Ct)).ToArray();
        await UntilAsync(() => trail.Counters.Records == 200);
        others.Set();

        await Task.WhenAll(records);
        disk.Flushed = _ => { };

        // One under way when the others came, one for all of them, and at most one between.
        (disk.Flushes - before).ShouldBeInRange(1, 3);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Flush_Fails_ClosesTheTrailUntilTheDiskTakesItAll(bool isWaitedFor)
    {
        using var bench = new AuditBench();
        var disk = new Disk();
        await using (var trail = bench.Open(disk.Options(isWaitedFor ? Never : TimeSpan.FromMilliseconds(1))))
        {
            await trail.EnsureWritableAsync(Ct);
            disk.Flushed = _ => throw new IOException("Input/output error");
            var recorded = trail.RecordAsync(AuditBench.Entry() with { IsChange = isWaitedFor }, Ct);
            if (isWaitedFor)
                await Should.ThrowAsync<AuditUnavailableException>(() => recorded);
            else
                await UntilAsync(() => bench.Failures.Count > 0);
            await Should.ThrowAsync<AuditUnavailableException>(() => trail.EnsureWritableAsync(Ct));

            disk.Flushed = _ => { };
            await trail.EnsureWritableAsync(Ct);
            await trail.RecordAsync(AuditBench.Entry(), Ct);
        }
        var report = bench.Verify();
        report.Break.ShouldBeNull();
        report.Notes.ShouldNotContain(n => n.Contains("lost", StringComparison.Ordinal), "the bytes were still there and have been written again");
    }

    [Fact]
    public async Task Flush_FailsAndTheKernelDropsThePages_DeclaresExactlyWhatIsGone()
    {
        using var bench = new AuditBench();
        var disk = new Disk();
        await using (var trail = bench.Open(disk.Options(Never)))
        {
            await trail.RecordAsync(AuditBench.Entry(), Ct);
            for (var i = 0; i < 3; i++)
                await trail.RecordAsync(AuditBench.Entry() with { IsChange = false }, Ct);
            disk.Flushed = file =>
            {
                disk.Flushed = _ => { };
                RandomAccess.SetLength(file, disk.Durable);
                throw new IOException("Input/output error");
            };
            await Should.ThrowAsync<AuditUnavailableException>(() => trail.RecordAsync(AuditBench.Entry(), Ct));
            await trail.EnsureWritableAsync(Ct);
            await trail.RecordAsync(AuditBench.Entry(), Ct);
        }
        var report = bench.Verify();
        report.Break.ShouldBeNull();
        report.Notes.ShouldContain(n => n.Contains("records were lost (4)", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Flush_FailsAndThePolicyIsOpen_LetsTheCallPassAndCountsIt()
    {
        using var bench = new AuditBench();
        var disk = new Disk();
        await using var trail = bench.Open(disk.Options(Never), policy: new AuditPolicy { Tenant = "uid-1", FailClosed = false });
        await trail.RecordAsync(AuditBench.Entry(), Ct);
        disk.Flushed = _ => throw new IOException("Input/output error");
        await trail.RecordAsync(AuditBench.Entry(), Ct);
        trail.Counters.Failures.ShouldBe(1);
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        timeout.CancelAfter(Bound);
        while (!condition())
            await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System, timeout.Token);
    }

    /// <summary>A disk that knows what it was told to keep.</summary>
    private sealed class Disk
    {
        private long written;
        private long durable;
        private int flushes;

        /// <summary>Called with every flush; may fail it.</summary>
        public Action<SafeFileHandle> Flushed { get; set; } = static _ => { };

        public int Flushes => Volatile.Read(ref flushes);

        public long Written => Volatile.Read(ref written);

        public long Durable => Volatile.Read(ref durable);

        public AuditWriterOptions Options(TimeSpan interval) => new()
        {
            FlushInterval = interval,
            Write = (file, bytes, at) =>
            {
                RandomAccess.Write(file, bytes, at);
                Interlocked.Add(ref written, bytes.Length);
            },
            Flush = file =>
            {
                var until = Written;
                Interlocked.Increment(ref flushes);
                Flushed(file);
                Volatile.Write(ref durable, until);
            },
        };
    }
}
