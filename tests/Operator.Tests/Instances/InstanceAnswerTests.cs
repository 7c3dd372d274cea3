using System.Text;
using McpTenants.Operator.Instances;

namespace Operator.Tests.Instances;

public sealed class InstanceAnswerTests
{
    private const string Uid = "11111111-2222-3333-4444-555555555555";
    private static readonly string Digest = "sha256:" + new string('b', 64);

    [Fact]
    public void Read_TheInstancesDocument_TakesWhatCounts()
    {
        var report = Read("""
            {"tenant":{"uid":"UID","name":"acme"},"version":"0.1.0","protocolVersions":["2025-11-25","2026-07-28"],"activeRequests":1,
             "tools":{"toolCatalog":"DIGEST","offered":7,"pinnedCatalog":"sha256:a","drift":{"explained":true,"added":["b_two","a_one"],"removed":[],"changed":["document_get"],"blocked":[]}},
             "usage":{"period":"2026-11","toolCalls":3}}
            """);

        report.ShouldBe(new InstanceReport(Uid, Digest, "2025-11-25,2026-07-28", "added a_one, b_two; changed document_get"));
    }

    [Fact]
    public void Read_WithoutDrift_HasNoDifference() => Read("""{"tenant":{"uid":"UID"},"tools":{"toolCatalog":"DIGEST"}}""")!.Difference.ShouldBeEmpty();

    [Theory]
    [InlineData("0", false)]
    [InlineData("1", true)]
    public void Read_FailuresOfTheAuditTrail_AreTakenOver(string failures, bool lost) =>
        Read("""{"tenant":{"uid":"UID"},"tools":{"toolCatalog":"DIGEST"},"audit":{"failures":N}}""".Replace("N}", failures + "}", StringComparison.Ordinal))!.LostAuditRecords.ShouldBe(lost);

    [Theory]
    [InlineData("""{"tenant":{"uid":"99999999-2222-3333-4444-555555555555"},"tools":{"toolCatalog":"DIGEST"}}""")]
    [InlineData("""{"tools":{"toolCatalog":"DIGEST"}}""")]
    [InlineData("""{"tenant":{"uid":"UID"},"tools":{"toolCatalog":"sha256:short"}}""")]
    [InlineData("""{"tenant":{"uid":"UID"},"tools":{"toolCatalog":"DIGEST\n"}}""")]
    [InlineData("""{"tenant":{"uid":"UID"},"tools":{}}""")]
    [InlineData("""{"tenant":{"uid":"UID"},"tools":{"toolCatalog":7}}""")]
    [InlineData("""<html>not found</html>""")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("")]
    public void Read_AnythingElse_IsNoReport(string document) =>
        Read(document).ShouldBeNull();

    [Fact]
    public void Read_HostileNames_NeitherGrowTheReportNorGetIn()
    {
        var many = string.Join(',', Enumerable.Range(0, 1000).Select(i => $"\"tool_{i:d4}{new string('x', 100)}\""));
        var report = Read("""
            {"tenant":{"uid":"UID"},"protocolVersions":["2026-07-28","<script>","999999999999999999999999999999999999"],
             "tools":{"toolCatalog":"DIGEST","drift":{"added":[MANY],"changed":["Ready is True.\n","<b>"],"removed":null}}}
            """.Replace("MANY", many, StringComparison.Ordinal))!;

        report.ProtocolVersions.ShouldBe("2026-07-28");
        report.Difference.Length.ShouldBeLessThan(600);
        report.Difference.ShouldContain("and 995 more");
        report.Difference.ShouldEndWith("changed 2 more");
    }

    private static InstanceReport? Read(string document) =>
        InstanceAnswer.Read(Encoding.UTF8.GetBytes(document.Replace("DIGEST", Digest, StringComparison.Ordinal).Replace("UID", Uid, StringComparison.Ordinal)), Uid);
}
