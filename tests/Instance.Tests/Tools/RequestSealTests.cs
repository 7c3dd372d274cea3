using System.Security.Cryptography;
using Instance.Tests.Support;
using McpTenants.Instance.Tools.Confirmation;
using Microsoft.Extensions.Logging.Abstractions;

namespace Instance.Tests.Tools;

public sealed class RequestSealTests
{
    private static readonly SealedRequest Request = new("uid", "token:user-1", "document_delete", "digest");
    private static readonly byte[] Key = RandomNumberGenerator.GetBytes(32);
    private readonly ManualTime time = new(TokenForge.Start);
    private readonly RequestSeal seal;

    public RequestSealTests() => seal = new RequestSeal(() => Key, time);

    [Fact]
    public void TryOpen_OwnState_OpensOnce()
    {
        var state = seal.Seal(Request);
        seal.TryOpen(state, Request).ShouldBeTrue();
        seal.TryOpen(state, Request).ShouldBeFalse();
        seal.Seal(Request).ShouldNotBe(state);
    }

    [Fact]
    public void TryOpen_AfterARestartWithTheSameKey_Opens() => new RequestSeal(() => Key, time).TryOpen(seal.Seal(Request), Request).ShouldBeTrue();

    [Fact]
    public void TryOpen_OtherTenantCallerToolOrArguments_DoesNotOpen()
    {
        foreach (var other in (SealedRequest[])
            [Request with { TenantUid = "uid2" }, Request with { Caller = "token:user-2" }, Request with { Caller = "apiKey:user-1" }, Request with { Tool = "t" }, Request with { ArgumentsDigest = "x" },
             Request with { TenantUid = "uidtoken", Caller = ":user-1" }])
            seal.TryOpen(seal.Seal(Request), other).ShouldBeFalse();
        new RequestSeal(() => RandomNumberGenerator.GetBytes(32), time).TryOpen(seal.Seal(Request), Request).ShouldBeFalse();
    }

    [Fact]
    public void TryOpen_Expired_DoesNotOpen()
    {
        var (early, late) = (seal.Seal(Request), seal.Seal(Request));
        time.Now += RequestSeal.Lifetime - TimeSpan.FromSeconds(1);
        seal.TryOpen(early, Request).ShouldBeTrue();
        time.Now += TimeSpan.FromSeconds(1);
        seal.TryOpen(late, Request).ShouldBeFalse();
    }

    [Fact]
    public void TryOpen_AnyByteChanged_DoesNotOpen()
    {
        var state = seal.Seal(Request);
        for (var i = 0; i < state.Length; i++)
        {
            var changed = state.ToCharArray();
            changed[i] = changed[i] == 'A' ? 'B' : 'A';
            seal.TryOpen(new string(changed), Request).ShouldBeFalse();
        }
        seal.TryOpen(state, Request).ShouldBeTrue();
    }

    [Theory]
    [InlineData("")]
    [InlineData("..")]
    [InlineData("a.b.c.d")]
    [InlineData("99999999999999999999.AAAA.AAAA")]
    public void TryOpen_Garbage_DoesNotOpenAndDoesNotThrow(string state) => seal.TryOpen(state, Request).ShouldBeFalse();

    [Fact]
    public void KeyFile_IsKeptAndOnlyForItsOwner()
    {
        var folder = Directory.CreateTempSubdirectory("seal-test-");
        var file = new SealKeyFile(Path.Combine(folder.FullName, "state.key"), NullLogger.Instance);
        var key = file.LoadOrCreate();
        file.LoadOrCreate().ShouldBe(key);
        if (!OperatingSystem.IsWindows())
            File.GetUnixFileMode(Path.Combine(folder.FullName, "state.key")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        folder.Delete(recursive: true);
        file.LoadOrCreate().Length.ShouldBe(32); // No folder any more: works, and is not kept.
    }
}
