provider "aws" {
  region              = "us-west-2"
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = {
      Environment  = "dr"
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
  region              = "us-west-2"
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = {
      Environment  = "dr"
      Layer        = "edge"
      Service      = "platform"
      CostCategory = "networking"
      ManagedBy    = "terraform"
      Repository   = "horizon"
    }
  }
}
