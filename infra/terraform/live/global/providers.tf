provider "aws" {
  region              = "us-east-1"
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = {
      Environment  = "shared"
      Layer        = "global"
      Service      = "platform"
      CostCategory = "networking"
      ManagedBy    = "terraform"
      Repository   = "horizon"
    }
  }
}

provider "aws" {
  alias               = "storage"
  region              = "us-east-1"
  allowed_account_ids = [var.account_id]

  default_tags {
    tags = {
      Environment  = "shared"
      Layer        = "global"
      Service      = "platform"
      CostCategory = "storage"
      ManagedBy    = "terraform"
      Repository   = "horizon"
    }
  }
}
