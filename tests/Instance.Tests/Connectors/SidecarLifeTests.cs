using Instance.Tests.Support;

namespace Instance.Tests.Connectors;

/// <summary>A third-party server that changes its tools, dies and comes back.</summary>
public sealed class SidecarLifeTests
{
    private readonly SteppingTime time = new(TokenForge.Start);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Tools_Changed_AreOfferedWhenTheServerSaysSoAndReportedAgainstThePin(bool isModern)
    {
        await using var stub = await SidecarStub.StartAsync(isModern);
        await using var instance = await SidecarInstance.StartAsync(time, ("files", stub.Port));
        await instance.UntilAsync(n => n.Contains("files_one"), Tick);
        await Eventually.ShouldAsync(() => stub.Streams == 1);
        instance.Configuration["tools"]!["pinnedCatalog"] = (await instance.StatusAsync()).GetProperty("toolCatalog").GetString();
        instance.Configure();
        await Eventually.ShouldAsync(async () =>
        {
            Tick();
            return (await instance.StatusAsync()).TryGetProperty("pinnedCatalog", out _);
        });
        (await instance.StatusAsync()).TryGetProperty("drift", out _).ShouldBeFalse();
        // From here on less than a minute passes on the instance's clock: it has to be the server that says so.
        var start = time.GetUtcNow();

        stub.Tools = ["two"];
        stub.NotifyChange();

        await instance.UntilAsync(n => n.Contains("files_two") && !n.Contains("files_one"), () => time.Advance(TimeSpan.FromMilliseconds(time.GetUtcNow() - start < TimeSpan.FromSeconds(50) ? 260 : 0)));
        var drift = (await instance.StatusAsync()).GetProperty("drift");
        drift.GetProperty("added").EnumerateArray().Select(n => n.GetString()).ShouldBe(["files_two"]);
        drift.GetProperty("removed").EnumerateArray().Select(n => n.GetString()).ShouldBe(["files_one"]);
        instance.Logs.ShouldContain("The tools are not the pinned ones");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Server_ThatRestartsBetweenCalls_IsNotNoticed(bool isModern)
    {
        await using var stub = await SidecarStub.StartAsync(isModern);
        await using var instance = await SidecarInstance.StartAsync(TimeProvider.System, ("files", stub.Port));
        await instance.UntilAsync(n => n.Contains("files_one"));

        for (var i = 0; i < 3; i++)
        {
            (await instance.CallAsync("files_one")).ShouldBe(("done", false));
            await stub.StopAsync();
            await stub.StartAgainAsync();
        }
        (await instance.CallAsync("files_one")).ShouldBe(("done", false));
        stub.Calls.ShouldBe(4);
    }

    [Fact]
    public async Task Server_ThatIsAway_IsWaitedForThenMissedAndFoundAgain()
    {
        await using var stub = await SidecarStub.StartAsync();
        await using var instance = await SidecarInstance.StartAsync(time, ("files", stub.Port));
        await instance.UntilAsync(n => n.Contains("files_one"), Tick);
        await stub.StopAsync();
        // Sent before the end of the connection was noticed, a call may have been carried out: then it is not waited for, and says so.
        (await instance.CallAsync("files_one", time)).Text.ShouldBeOneOf("The server of this tool is not available at the moment; try again later.", "The server of this tool broke the call off.");

        (await instance.CallAsync("files_one", time)).ShouldBe(("The server of this tool is not available at the moment; try again later.", true));
        // From now on at once, with the clock standing still; and its tools stay on the list.
        (await instance.CallAsync("files_one")).Text.ShouldStartWith("The server of this tool is not available");
        (await instance.NamesAsync()).ShouldContain("files_one");
        (await instance.CallAsync("document_list")).IsError.ShouldBeFalse();
        instance.Logs.ShouldContain("Server files is not available");

        await stub.StartAgainAsync();
        await Eventually.ShouldAsync(async () =>
        {
            time.Advance(TimeSpan.FromSeconds(5));
            return await instance.CallAsync("files_one") is ("done", false);
        });
        instance.Logs.ShouldContain("Server files is available again");
    }

    [Fact]
    public async Task Instance_ThatWakesBeforeTheServer_OffersTheToolsOfLastTimeAndWaits()
    {
        await using var stub = await SidecarStub.StartAsync();
        await using var instance = await SidecarInstance.StartAsync(TimeProvider.System, ("files", stub.Port));
        await instance.UntilAsync(n => n.Contains("files_one"));
        await instance.StopAsync();
        await stub.StopAsync();

        await instance.StartAgainAsync();
        (await instance.NamesAsync()).ShouldContain("files_one");
        var call = instance.CallAsync("files_one");
        await stub.StartAgainAsync();
        (await call).ShouldBe(("done", false));
    }

    [Fact]
    public async Task Instance_ThatEnds_DoesNotWaitForAServerThatHangs()
    {
        await using var stub = await SidecarStub.StartAsync(isModern: false);
        stub.HangsAtTheEnd = true;
        var instance = await SidecarInstance.StartAsync(TimeProvider.System, ("files", stub.Port));
        await instance.UntilAsync(n => n.Contains("files_one"));
        await instance.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(60), TimeProvider.System, TestContext.Current.CancellationToken);
    }

    private void Tick() => time.Advance(TimeSpan.FromMilliseconds(260));
}
