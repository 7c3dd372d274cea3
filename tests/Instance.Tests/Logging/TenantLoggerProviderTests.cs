using System.Globalization;
using System.Text;
using McpTenants.Instance.Logging;

namespace Instance.Tests.Logging;

public sealed class TenantLoggerProviderTests
{
    [Fact]
    public async Task Write_WhileSomebodyWrites_LeavesTheLineToThatOneAndReturns()
    {
        using var output = new HeldStream();
        using var sut = new TenantLoggerProvider(output, TimeProvider.System);
        var first = Task.Run(() => sut.Write("first\n"u8), TestContext.Current.CancellationToken);
        await output.Begun.WaitAsync(TestContext.Current.CancellationToken);

        sut.Write("second\n"u8);
        sut.Write("third\n"u8);
        output.LetGo();
        await first;

        output.Text.ShouldBe("first\nsecond\nthird\n");
    }

    [Fact]
    public async Task Dispose_WhileSomebodyWrites_WaitsForAllLines()
    {
        using var output = new HeldStream();
        var sut = new TenantLoggerProvider(output, TimeProvider.System);
        var first = Task.Run(() => sut.Write("first\n"u8), TestContext.Current.CancellationToken);
        await output.Begun.WaitAsync(TestContext.Current.CancellationToken);
        sut.Write("second\n"u8);

        var disposal = Task.Run(sut.Dispose, TestContext.Current.CancellationToken);
        output.LetGo();
        await disposal;

        output.Text.ShouldBe("first\nsecond\n");
        await first;
    }

    [Fact]
    public async Task Write_FromManyThreads_LosesAndMixesNothing()
    {
        using var output = new MemoryStream();
        using (var sut = new TenantLoggerProvider(output, TimeProvider.System))
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
            {
                for (var i = 0; i < 1000; i++)
                    sut.Write(Encoding.ASCII.GetBytes($"{thread}:{i}\n"));
            })));
        }

        var lines = Encoding.ASCII.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBe(8000);
        foreach (var thread in lines.GroupBy(l => l[0]))
            thread.ShouldBe(Enumerable.Range(0, 1000).Select(i => $"{thread.Key}:{i}"));
    }

    [Fact]
    public void Write_AfterTheStreamHasFailed_GoesOn()
    {
        using var output = new HeldStream { Failures = 1 };
        output.LetGo();
        using var sut = new TenantLoggerProvider(output, TimeProvider.System);

        Should.Throw<IOException>(() => sut.Write("lost\n"u8));
        sut.Write("next\n"u8);

        output.Text.ShouldBe("next\n");
    }

    [Fact]
    public async Task Write_WhoseStreamFails_KeepsWhatOthersHaveLeftForTheNext()
    {
        using var output = new HeldStream { Failures = 2 };
        using var sut = new TenantLoggerProvider(output, TimeProvider.System);
        var first = Task.Run(() => sut.Write("first\n"u8), TestContext.Current.CancellationToken);
        await output.Begun.WaitAsync(TestContext.Current.CancellationToken);
        sut.Write("second\n"u8);
        sut.Write("third\n"u8);
        output.LetGo();
        await Should.ThrowAsync<IOException>(first);

        Should.Throw<IOException>(() => sut.Write("fourth\n"u8));
        sut.Write("fifth\n"u8);

        output.Text.ShouldBe("second\nthird\nfifth\n");
    }

    [Fact]
    public async Task Dispose_AfterTheStreamHasFailed_WritesWhatOthersHaveLeft()
    {
        using var output = new HeldStream { Failures = 1 };
        var sut = new TenantLoggerProvider(output, TimeProvider.System);
        var first = Task.Run(() => sut.Write("first\n"u8), TestContext.Current.CancellationToken);
        await output.Begun.WaitAsync(TestContext.Current.CancellationToken);
        sut.Write("second\n"u8);
        output.LetGo();
        await Should.ThrowAsync<IOException>(first);

        sut.Dispose();

        output.Text.ShouldBe("second\n");
    }

    [Fact]
    public async Task Write_FromManyThreadsToAStreamThatFailsNowAndThen_LosesOnlyWhatThrew()
    {
        using var output = new UnreliableStream();
        var kept = 0;
        using (var sut = new TenantLoggerProvider(output, TimeProvider.System))
        {
            await Task.WhenAll(Enumerable.Range(0, 8).Select(thread => Task.Run(() =>
            {
                for (var i = 0; i < 1000; i++)
                {
                    try
                    {
                        sut.Write(Encoding.ASCII.GetBytes($"{thread}:{i}\n"));
                        Interlocked.Increment(ref kept);
                    }
                    catch (IOException)
                    {
                        // Either its own line or one of others, which come later.
                    }
                }
            })));
            output.IsReliable = true;
        }

        var lines = output.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.Length.ShouldBeInRange(kept, 8000);
        lines.ShouldBeUnique();
        foreach (var thread in lines.Select(l => l.Split(':')).GroupBy(l => l[0], l => int.Parse(l[1], CultureInfo.InvariantCulture)))
            thread.ShouldBeInOrder();
    }

    private sealed class UnreliableStream : MemoryStream
    {
        private int writes;

        public bool IsReliable { get; set; }

        public string Text => Encoding.ASCII.GetString(ToArray());

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            if (!IsReliable && ++writes % 7 == 0)
                throw new IOException("No.");
            base.Write(buffer);
        }
    }

    private sealed class HeldStream : MemoryStream
    {
        private readonly TaskCompletionSource begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly ManualResetEventSlim released = new();

        public int Failures { get; set; }

        public Task Begun => begun.Task;

        public string Text => Encoding.ASCII.GetString(ToArray());

        public void LetGo() => released.Set();

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            begun.TrySetResult();
            released.Wait();
            if (Failures-- > 0)
                throw new IOException("No.");
            base.Write(buffer);
        }

        protected override void Dispose(bool disposing)
        {
            released.Dispose();
            base.Dispose(disposing);
        }
    }
}
