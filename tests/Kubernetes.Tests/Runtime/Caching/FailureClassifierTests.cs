using System.Net;
using System.Text.Json;
using k8s;
using k8s.Models;
using Kubernetes.Runtime.Caching.Reflection;
using Kubernetes.Tests.Runtime.Fakes;

namespace Kubernetes.Tests.Runtime.Caching;

public sealed class FailureClassifierTests
{
    [Theory]
    [InlineData(410, "Gone", "", "RelistNewest")]
    [InlineData(0, "Expired", "", "RelistNewest")]
    [InlineData(504, "Timeout", "Too large resource version: 5, current: 3", "RelistNewest")]
    [InlineData(429, "TooManyRequests", "", "WatchAgain")]
    [InlineData(503, "ServiceUnavailable", "", "WatchAgain")]
    [InlineData(500, "InternalError", "", "WatchAgain")]
    [InlineData(504, "Timeout", "", "Relist")]
    [InlineData(403, "Forbidden", "", "Relist")]
    [InlineData(0, null, "", "Relist")]
    public void Point09_ErrorEvent_IsClassified(int code, string? reason, string message, string action)
        => FailureClassifier.Classify(new V1Status { Code = code, Reason = reason, Message = message }, 0).Action.ToString().ShouldBe(action);

    [Fact]
    public void Point09_TooLargeVersionAsACause_IsRecognised()
    {
        var details = new V1StatusDetails { Causes = [new V1StatusCause { Reason = "ResourceVersionTooLarge" }] };
        FailureClassifier.Classify(new V1Status { Code = 504, Details = details }, 0).Action.ShouldBe(RecoveryAction.RelistNewest);
    }

    [Fact]
    public void Point09_TooManyInternalErrors_List()
        => FailureClassifier.Classify(new V1Status { Code = 500 }, FailureClassifier.MaxInternalErrors).Action.ShouldBe(RecoveryAction.Relist);

    [Fact]
    public void Point09_BrokenConnection_OnlyCostsTheWatch()
    {
        FailureClassifier.Classify(new IOException("reset"), 0).Action.ShouldBe(RecoveryAction.WatchAgain);
        FailureClassifier.Classify(new HttpRequestException("refused"), 0).Action.ShouldBe(RecoveryAction.WatchAgain);
        FailureClassifier.Classify(new TaskCanceledException("timeout of the client"), 0).Action.ShouldBe(RecoveryAction.WatchAgain);
        FailureClassifier.Classify(new JsonException("a proxy's page"), 0).Action.ShouldBe(RecoveryAction.Relist);
    }

    [Fact]
    public void Point10_RetryAfter_IsReadFromHeaderAndStatus()
    {
        FailureClassifier.Classify(FakeApi.Error(HttpStatusCode.TooManyRequests, "TooManyRequests", TimeSpan.FromSeconds(3)), 0)
            .RetryAfter.ShouldBe(TimeSpan.FromSeconds(3));
        var status = new V1Status { Code = 429, Details = new V1StatusDetails { RetryAfterSeconds = 4 } };
        FailureClassifier.Classify(new KubernetesException(status), 0).RetryAfter.ShouldBe(TimeSpan.FromSeconds(4));
    }

    [Fact]
    public void Point05_ResumePoint_IgnoresSyntheticEventsUntilARealOne()
    {
        var start = new ResumePoint().AfterList("");
        start.CanResume.ShouldBeFalse();
        start.AfterEvent(WatchEventType.Added, "7").Version.ShouldBe("");
        start.AfterEvent(WatchEventType.Bookmark, "9").Version.ShouldBe("9");
        new ResumePoint().AfterList("0").CanResume.ShouldBeFalse("\"0\" means any version, not a place in history");
    }
}
