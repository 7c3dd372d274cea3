using McpTenants.Operator.Check;

namespace Operator.Tests.Check;

public sealed class BadManifestTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);

    public static TheoryData<string> JudgedByPolicies => [.. Manifests.Bad.Where(file => Manifests.Expected(file).Reason != Manifests.Schema).Select(file => Path.GetFileName(file))];

    public static TheoryData<string> Good => ["tenant.yaml", "tenant-minimal.yaml", "tenant-apikey.yaml", "tenant-with-connector.yaml", "tenant-with-vault.yaml"];

    [Theory]
    [MemberData(nameof(JudgedByPolicies))]
    public void Check_BadManifest_GivesOneErrorThatNamesTheField(string name)
    {
        var file = RepositoryFiles.At("tests", "Operator.Tests", "Check", "bad", name);
        var (reason, field) = Manifests.Expected(file);

        var violation = TenantPolicies.Check(Input(file, new("acme.mcp.test", "first", Now), new("mcp.acme.example", "first", Now))).ShouldHaveSingleItem();

        (violation.Reason, violation.Field).ShouldBe((reason, field));
        violation.Message.ShouldStartWith(field + ": ");
        violation.Message.ShouldContain("; ");
        violation.Message.ShouldNotContain("\n");
    }

    [Theory]
    [MemberData(nameof(Good))]
    public void Check_Example_IsAccepted(string name) => TenantPolicies.Check(Input(RepositoryFiles.At("examples", name))).ShouldBeEmpty();

    private static TenantCheckInput Input(string file, params HostClaim[] others) => new()
    {
        Tenant = Manifests.Read(file),
        Platform = Manifests.Platform,
        OtherHosts = others,
        Actor = new("someone", []),
        Now = Now,
    };
}
