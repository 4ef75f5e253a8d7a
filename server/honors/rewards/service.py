"""What can be done with points, joined; one door each for who has them, who gives them, who decides and who keeps them."""

from server.clock import Clock
from server.db.pool import Database
from server.honors.rewards.deciding import DecidingService
from server.honors.rewards.giving import GivingService
from server.honors.rewards.keeping import KeepingService
from server.honors.rewards.payroll import RewardPayrollService
from server.honors.rewards.redeeming import RedeemingService


class RewardsService:
    """Each corner is an attribute of its own."""

    def __init__(self, db: Database, clock: Clock) -> None:
        self.redeeming = RedeemingService(db, clock)
        self.giving = GivingService(db, clock)
        self.deciding = DecidingService(db, clock)
        self.keeping = KeepingService(db, clock)
        self.payroll = RewardPayrollService(db, clock)
