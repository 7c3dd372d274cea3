using McpTenants.Authorization.Peers;
using McpTenants.Operator.Certificates;

namespace Operator.Tests.Certificates;

public sealed class LeafPlanTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);
    private static readonly CertificateLives Lives = new();
    private static readonly AuthorityState Authority = AuthorityPlan.Take(AuthorityStep.Create, null, Lives, Now);
    private static readonly AuthorityState Other = AuthorityPlan.Take(AuthorityStep.Create, null, Lives, Now);

    [Fact]
    public void NothingThere_IsIssued() => Reason(null).ShouldBe("Missing");

    [Fact]
    public void FreshOne_Stays() => Reason(Leaf()).ShouldBeNull();

    [Fact]
    public void OneOfAnotherTenant_IsReplaced() => Reason(Leaf(uid: "globex")).ShouldBe("NamesAnother");

    [Fact]
    public void OneBesideOtherAuthorities_IsReplaced() => Reason(Leaf(), authority: Other).ShouldBe("AuthoritiesChanged");

    [Fact]
    public void OneThatNoneOfItsAuthoritiesSigned_IsReplaced()
    {
        var pair = Other.Signer.IssueTenant("acme", Now, Now.AddDays(30));

        Reason(LeafState.Read(pair.Certificate, pair.Key, Authority.Bundle)).ShouldBe("UnknownSigner");
    }

    [Theory]
    [InlineData(17.9, null)]
    [InlineData(21.1, "Due")]
    [InlineData(31, "Due")]
    [InlineData(-1, "Due")]
    public void Age_Decides(double days, string? expected) => Reason(Leaf(), now: Now.AddDays(days)).ShouldBe(expected);

    [Fact]
    public void ThoseMadeTogether_AreNotRenewedTogether()
    {
        var renewals = Enumerable.Range(0, 20).Select(i => LeafPlan.RenewalOf(Leaf($"tenant-{i}"))).ToList();

        renewals.Distinct().Count().ShouldBe(20);
        renewals.ShouldAllBe(r => r > Now.AddDays(17.9) && r < Now.AddDays(21.1));
    }

    [Fact]
    public void KeyOfAnotherCertificate_IsNothingOfUse()
    {
        var (one, two) = (Authority.Signer.IssueTenant("acme", Now, Now.AddDays(30)), Authority.Signer.IssueTenant("acme", Now, Now.AddDays(30)));

        LeafState.Read(one.Certificate, two.Key, Authority.Bundle).ShouldBeNull();
        LeafState.Read("no certificate", "no key", "none").ShouldBeNull();
        LeafState.Read(null, one.Key, Authority.Bundle).ShouldBeNull();
    }

    private static LeafState Leaf(string uid = "acme")
    {
        var pair = Authority.Signer.IssueTenant(uid, Now, Now.AddDays(30));
        return LeafState.Read(pair.Certificate, pair.Key, Authority.Bundle)!;
    }

    private static string? Reason(LeafState? state, AuthorityState? authority = null, DateTimeOffset? now = null) =>
        LeafPlan.ReasonToIssue(state, PeerNames.Tenant("acme"), (authority ?? Authority).Bundle, now ?? Now);
}
