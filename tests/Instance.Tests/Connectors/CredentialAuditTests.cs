using System.Net;
using Instance.Tests.Support;
using McpTenants.Audit;
using McpTenants.Instance.Connectors.Credentials;
using McpTenants.Instance.Tools;

namespace Instance.Tests.Connectors;

public sealed class CredentialAuditTests
{
    private static readonly CallOrigin Origin = new("crm_list", "token:alice", "trace");
    private readonly MemoryTrail trail = new();

    [Theory]
    [InlineData(HttpStatusCode.OK, "Ok")]
    [InlineData(HttpStatusCode.Unauthorized, "Refused")]
    public async Task Use_Answered_IsRecordedWithTheCallBehindIt(HttpStatusCode status, string outcome)
    {
        await UseAsync(() => Task.FromResult(new HttpResponseMessage(status)));

        var entry = trail.Entries.ShouldHaveSingleItem();
        (entry.Event, entry.Tool, entry.Outcome, entry.Subject, entry.Correlation, entry.Credential, entry.Target)
            .ShouldBe((AuditEvents.Credential, "crm_list", outcome, "token:alice", "trace", "crm-key", "api.example"));
    }

    [Fact]
    public async Task Use_NotAnswered_IsRecordedAsFailed()
    {
        await Should.ThrowAsync<IOException>(() => UseAsync(() => throw new IOException()));

        trail.Entries.ShouldHaveSingleItem().Outcome.ShouldBe("Failed");
    }

    [Fact]
    public async Task Use_TrailThatCannotBeWritten_DoesNotHappen()
    {
        var isSent = false;
        trail.IsClosed = true;

        await Should.ThrowAsync<AuditUnavailableException>(() => UseAsync(() =>
        {
            isSent = true;
            return Task.FromResult(new HttpResponseMessage());
        }));
        isSent.ShouldBeFalse();
    }

    [Fact]
    public async Task Use_RecordThatIsLost_WithholdsTheAnswer()
    {
        var content = new DisposalProbe();
        trail.IsBroken = true;

        await Should.ThrowAsync<AuditUnavailableException>(() => UseAsync(() => Task.FromResult(new HttpResponseMessage { Content = content })));
        content.IsDisposed.ShouldBeTrue();
    }

    private Task<HttpResponseMessage> UseAsync(Func<Task<HttpResponseMessage>> send) => new CredentialAudit(trail, TimeProvider.System)
        .UseAsync("crm-key", new Uri("https://api.example/v1/secret-path"), Origin, send, static r => r.StatusCode is HttpStatusCode.Unauthorized);

    private sealed class DisposalProbe() : ByteArrayContent([])
    {
        public bool IsDisposed { get; private set; }

        protected override void Dispose(bool disposing) => IsDisposed = true;
    }
}
