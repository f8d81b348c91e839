provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = {
      Environment  = "staging"
      Layer        = "edge"
      Service      = "platform"
      CostCategory = "compute"
      ManagedBy    = "terraform"
      Repository   = "horizon"
    }
  }
}

provider "aws" {
  alias               = "networking"
  region              = "us-east-1"
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = {
      Environment  = "staging"
      Layer        = "edge"
      Service      = "platform"
      CostCategory = "networking"
      ManagedBy    = "terraform"
      Repository   = "horizon"
    }
  }
}
