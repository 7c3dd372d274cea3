using Instance.Tests.Support;
using McpTenants.Authorization.Peers;

namespace Instance.Tests.Peers;

public sealed class PeerIdentityFilesTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly PeerAuthority Authority = PeerAuthority.Create(Start, Start.AddYears(1));

    private readonly PeerFolder folder = new();
    private readonly ManualTime time = new(Start);
    private readonly List<string?> problems = [];

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Current_NeverThere_Throws() => Should.Throw<InvalidDataException>(() => Files().Current).Message.ShouldContain(folder.Folder);

    [Fact]
    public void Current_FilesSwapped_IsTheNewOneAfterASecond()
    {
        var files = Files();
        Put(days: 30);
        files.Current.NotAfter.ShouldBe(Start.AddDays(30));

        Put(days: 60);

        files.Current.NotAfter.ShouldBe(Start.AddDays(30));
        time.Now += TimeSpan.FromSeconds(1);
        files.Current.NotAfter.ShouldBe(Start.AddDays(60));
        problems.ShouldBe([null, null]);
    }

    [Fact]
    public void Current_KeyOfAnotherCertificate_KeepsTheLastGoodAndSaysItOnce()
    {
        var files = Files();
        Put(days: 30);
        var good = files.Current;
        folder.Put(Pair(60) with { Key = Pair(60).Key }, Authority);

        for (var look = 0; look < 3; look++)
        {
            time.Now += TimeSpan.FromSeconds(1);
            files.Current.ShouldBeSameAs(good);
        }

        problems.Count(p => p is not null).ShouldBe(1);
        Put(days: 90);
        time.Now += TimeSpan.FromSeconds(1);
        files.Current.NotAfter.ShouldBe(Start.AddDays(90));
    }

    [Theory]
    [InlineData("tls.crt")]
    [InlineData("tls.key")]
    [InlineData("ca.crt")]
    public void Current_FileGone_KeepsTheLastGood(string name)
    {
        var files = Files();
        Put(days: 30);
        var good = files.Current;
        folder.Remove(name);
        time.Now += TimeSpan.FromSeconds(1);

        files.Current.ShouldBeSameAs(good);
    }

    private static PeerCertificatePair Pair(int days) => Authority.IssueTenant("acme", Start, Start.AddDays(days));

    private PeerIdentityFiles Files() => new(folder.Folder, time, (_, problem) => problems.Add(problem));

    private void Put(int days) => folder.Put(Pair(days), Authority);
}
